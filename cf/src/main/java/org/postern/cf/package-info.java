/// sendmail.cf and the rewriting engine.
@org.jspecify.annotations.NullMarked
package org.postern.cf;
