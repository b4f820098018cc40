package org.postern.m4;

import java.util.List;

/// A macro that the caller of the processor implements in Java, beside GNU's builtins.
@FunctionalInterface
public interface HostMacro {
    /// The expansion, which is read again as input.
    String expand(Call call);

    /// One call of a host macro.
    ///
    /// @param name the name that it was called by
    /// @param arguments what stood between the parentheses; builtins among them are empty
    /// @param place the innermost place of the call
    /// @param outermost the place in the text that everything began with
    record Call(String name, List<String> arguments, Place place, Place outermost) {
        public Call {
            arguments = List.copyOf(arguments);
        }

        /// Argument `number` from 1, or nothing.
        public String argument(int number) {
            return number <= arguments.size() ? arguments.get(number - 1) : "";
        }
    }
}
