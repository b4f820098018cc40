/// The only native code.
@org.jspecify.annotations.NullMarked
package org.postern.os;
