/// Requests and answers of the helper.
@org.jspecify.annotations.NullMarked
package org.postern.helperwire;
