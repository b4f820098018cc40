package org.postern.os;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// The main program of a JVM that [ConfinedChildTest] starts: confines itself and reports.
final class ConfinedChild {
    private ConfinedChild() {}

    public static void main(String[] arguments) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            Thread.ofPlatform().daemon(true).start(() -> await(end));
        }
        Thread.ofVirtual().start(() -> {}).join();
        System.out.println("result=" + Seccomp.install());
        Thread late = Thread.ofPlatform().start(() -> System.out.println("late=started"));
        late.join();
        Thread.ofVirtual().start(() -> System.out.println("virtual=started")).join();
        ConfinementReport report = ConfinementReport.ofThisProcess();
        System.out.println("filtered=" + report.allFiltered());
        System.out.println("nnp=" + report.allWithoutNewPrivileges());
        System.out.println("threads=" + (report.threads().size() > 20));
        System.out.println("exec=" + exec());
        Thread.ofVirtual()
                .start(() -> System.out.println("exec-virtual=" + exec()))
                .join();
        System.out.println("setuid=" + Kernel.call(SystemCall.SETRESUID, 1, 1, 1));
        System.out.println("fork=" + Kernel.call(SystemCall.CLONE, 17, 0, 0, 0, 0));
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String exec() {
        try {
            return "ran " + new ProcessBuilder("/bin/true").start().pid();
        } catch (IOException e) {
            return "refused";
        }
    }
}
