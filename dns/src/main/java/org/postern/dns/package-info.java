/// Name service behind `Resolver`.
@org.jspecify.annotations.NullMarked
package org.postern.dns;
