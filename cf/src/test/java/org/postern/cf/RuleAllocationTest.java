package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What rules cost in memory: those that fail at their first token cost nothing.
class RuleAllocationTest {
    private static final int WARM = 200;
    private static final int FEW = 10;
    private static final int MANY = 2000;

    /// Bytes that one call may allocate more with all the rules that fail; less than one for each of them.
    private static final long TOLERANCE = 1000;

    private final Object bean;
    private final Method allocated;

    /// By reflection: this module has no need of java.management but for this.
    RuleAllocationTest() throws ReflectiveOperationException {
        bean = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        allocated = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
    }

    private long bytesNow() throws ReflectiveOperationException {
        return (long) allocated.invoke(bean);
    }

    /// What one call of the rule set allocates, with so many rules that fail at their first token in front of one that
    /// matches.
    private long bytesOfOneCall(int failing, String pattern) throws ReflectiveOperationException {
        StringBuilder cf = new StringBuilder("V10/Berkeley\nO OperatorChars=.:%@!^/[]+\nC{few}one two\nScheck\n");
        for (int i = 0; i < failing; i++) {
            cf.append("R").append(pattern.replace("N", "word" + i)).append("\t$@ wrong\n");
        }
        cf.append("R$*\t$@ $1\n");
        Configuration configuration = new ConfigurationReader(new MemoryFiles(Map.of()), StartingPoints.PLAIN)
                .readText("test.cf", cf.toString(), ConfigurationOverrides.NONE);
        assertThat(configuration.hasErrors()).isFalse();
        RewriteEngine engine = new RewriteEngine(configuration, _ -> Optional.empty(), RewriteLimits.STANDARD);
        SessionMacros macros = SessionMacros.above(configuration.scope());
        CheckResult result = engine.check("check", "user@host.example.com", macros);
        for (int i = 0; i < WARM; i++) {
            assertThat(engine.check("check", "user@host.example.com", macros)).isEqualTo(result);
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < FEW; i++) {
            long before = bytesNow();
            CheckResult again = engine.check("check", "user@host.example.com", macros);
            long after = bytesNow();
            assertThat(again).isEqualTo(result);
            least = Math.min(least, after - before);
        }
        return least;
    }

    @Test
    void rulesThatFailAtTheirFirstTokenAllocateNothing() throws ReflectiveOperationException {
        for (String pattern : new String[] {"N $*", "N . $+ @ $-", "< $* >", "$={few} N"}) {
            assertThat(bytesOfOneCall(MANY, pattern))
                    .as(pattern)
                    .isPositive()
                    .isLessThan(bytesOfOneCall(FEW, pattern) + TOLERANCE);
        }
    }
}
