/// The privileged parent.
@org.jspecify.annotations.NullMarked
package org.postern.helper;
