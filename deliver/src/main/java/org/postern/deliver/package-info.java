/// The sending side.
@org.jspecify.annotations.NullMarked
package org.postern.deliver;
