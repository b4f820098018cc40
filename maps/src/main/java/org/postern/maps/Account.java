package org.postern.maps;

/// One line of the password file (passwd(5)), for maps of class `user`.
public record Account(String name, String password, long uid, long gid, String gecos, String home, String shell) {}
