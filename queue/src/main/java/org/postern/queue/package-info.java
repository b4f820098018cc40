/// The mail queue.
@org.jspecify.annotations.NullMarked
package org.postern.queue;
