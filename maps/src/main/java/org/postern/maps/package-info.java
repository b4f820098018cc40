/// The map classes behind K lines, the files that makemap writes, and the alias database.
///
/// Place in the flow: the rewriting engine of `cf` asks a [org.postern.cf.MapLookup]; `receive` and `deliver` open the
/// maps of a configuration once as a [MapSet]; the commands makemap, editmap, newaliases and praliases are thin skins
/// over [MakeMapTool], [EditMapTool], [NewAliasesTool] and [PrAliasesTool].
///
/// ## Security
/// Keys come from peers, values and files from administrators; both may be hostile. Map files are read only through
/// java.nio with every offset and length checked against the file, so that a damaged file gives an error and never a
/// loop or a read outside; a file is used only after [MapFileCheck] allowed it. Nothing here starts a process or calls
/// native code. Sockets are opened only to the servers that `ldap` and `socket` maps name; their answers are bounded in
/// time and size, and a key never becomes part of the question's grammar. A map that cannot answer says "temporary
/// failure", never "not found".
@org.jspecify.annotations.NullMarked
package org.postern.maps;
