# tls_session_features: options for one TLS handshake, TLS_Srv_Features: and TLS_Clt_Features: in the access map.
