/// The commands.
@org.jspecify.annotations.NullMarked
package org.postern.programs;
