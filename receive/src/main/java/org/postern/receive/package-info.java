/// The receiving side.
@org.jspecify.annotations.NullMarked
package org.postern.receive;
