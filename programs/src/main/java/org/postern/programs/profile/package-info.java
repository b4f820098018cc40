/// The four kinds of mail system (the talk's taxonomy).
///
/// Place in the flow: `postern init` makes configurations for them, `postern try` tries one, `postern audit` compares a
/// host with one.
///
/// ## Security
/// Names only.
@NullMarked
package org.postern.programs.profile;

import org.jspecify.annotations.NullMarked;
