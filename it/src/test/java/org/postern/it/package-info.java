/// Product tests: the image that a user gets, started as a user starts it.
@NullMarked
package org.postern.it;

import org.jspecify.annotations.NullMarked;
