/// Map classes and map files.
@org.jspecify.annotations.NullMarked
package org.postern.maps;
