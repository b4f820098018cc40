# generics_entire_domain: genericstable for the subdomains of class G too.
