package org.postern.os;

/// One line of passwd. Texts are bytes, one `char` each.
///
/// @param fullName the gecos field as it stands
public record Account(String name, int uid, int gid, String fullName, String home, String shell) {}
