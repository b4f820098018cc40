package org.postern.programs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The directions between the modules and what each must never touch (ARCHITECTURE.md), read from the bytecode.
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("org.postern");

    /// Module, then all modules of ours that it may use.
    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("base", List.of()),
            Map.entry("mail", List.of("base")),
            Map.entry("m4", List.of("base")),
            Map.entry("cf", List.of("base", "mail")),
            Map.entry("mc", List.of("base", "m4")),
            Map.entry("smtp", List.of("base", "mail")),
            Map.entry("helperwire", List.of("base")),
            Map.entry("os", List.of("base")),
            Map.entry("dns", List.of("base")),
            Map.entry("sasl", List.of("base")),
            Map.entry("tls", List.of("base")),
            Map.entry("maps", List.of("base", "cf", "dns", "os")),
            Map.entry("queue", List.of("base", "mail", "os")),
            Map.entry("receive", List.of("base", "mail", "cf", "smtp", "dns", "sasl", "tls", "maps", "queue", "os")),
            Map.entry(
                    "deliver",
                    List.of("base", "mail", "cf", "smtp", "dns", "sasl", "tls", "queue", "os", "helperwire")),
            Map.entry("helper", List.of("base", "mail", "cf", "helperwire", "os"))));

    private static final List<String> WITHOUT_SOCKETS =
            List.of("base", "mail", "m4", "cf", "mc", "smtp", "helperwire", "queue");

    private static final List<String> WITHOUT_FILES = List.of("base", "mail", "smtp", "helperwire", "tls");

    static List<String> modules() {
        return new ArrayList<>(MAY_USE.keySet());
    }

    static List<String> withoutSockets() {
        return WITHOUT_SOCKETS;
    }

    static List<String> withoutFiles() {
        return WITHOUT_FILES;
    }

    private static String packageOf(String module) {
        return "org.postern." + module + "..";
    }

    private static DescribedPredicate<JavaClass> named(String prefix) {
        return DescribedPredicate.describe(
                "named " + prefix + "*", type -> type.getFullName().startsWith(prefix));
    }

    @Test
    void everyModuleIsKnownHere() {
        assertThat(CLASSES.stream()
                        .map(type -> type.getPackageName().split("\\.", -1)[2])
                        .distinct()
                        .filter(module -> !module.equals("programs")))
                .containsExactlyInAnyOrderElementsOf(modules());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void arrowsGoOnlyUpward(String module) {
        List<String> allowed = new ArrayList<>(List.of(packageOf(module)));
        MAY_USE.getOrDefault(module, List.of()).forEach(other -> allowed.add(packageOf(other)));
        DescribedPredicate<JavaClass> foreign = resideInAPackage("org.postern..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))));
        noClasses()
                .that()
                .resideInAPackage(packageOf(module))
                .should()
                .dependOnClassesThat(foreign)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("withoutSockets")
    void noSocketsIn(String module) {
        noClasses()
                .that()
                .resideInAPackage(packageOf(module))
                .should()
                .dependOnClassesThat(named("java.net.Socket")
                        .or(named("java.net.ServerSocket"))
                        .or(named("java.net.Datagram"))
                        .or(named("java.nio.channels.SocketChannel"))
                        .or(named("java.nio.channels.ServerSocketChannel"))
                        .or(named("java.nio.channels.DatagramChannel")))
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("withoutFiles")
    void noFilesIn(String module) {
        noClasses()
                .that()
                .resideInAPackage(packageOf(module))
                .should()
                .dependOnClassesThat(named("java.nio.file.Files")
                        .or(DescribedPredicate.describe(
                                "java.io.File", type -> type.getFullName().equals("java.io.File")))
                        .or(named("java.nio.channels.FileChannel"))
                        .or(named("java.io.RandomAccessFile")))
                .check(CLASSES);
    }

    @Test
    void onlyTheHelperAndTheCommandsStartProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.postern.helper..", "org.postern.programs..")
                .should()
                .dependOnClassesThat(named("java.lang.ProcessBuilder").or(named("java.lang.Runtime$")))
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class)
                .check(CLASSES);
    }

    @Test
    void nativeCodeIsOnlyInOs() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.postern.os..")
                .should()
                // memory segments are memory, and mapped files use them; a linker is the door to native code
                .dependOnClassesThat(named("java.lang.foreign.Linker")
                        .or(named("java.lang.foreign.SymbolLookup"))
                        .or(named("java.lang.foreign.FunctionDescriptor")))
                .check(CLASSES);
    }

    @Test
    void nobodyReflects() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.lang.reflect.."))
                .check(CLASSES);
    }

    @Test
    void theDnsLibraryStaysInDns() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.postern.dns..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.xbill..", "org.slf4j.."))
                .check(CLASSES);
    }

    @Test
    void timeComesFromTheClock() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.postern.base.SystemClock")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void noCyclesBetweenPackages() {
        slices().matching("org.postern.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("org.postern.programs.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void receiveAndDeliverMeetOnlyInTheQueue() {
        classes()
                .that()
                .resideInAPackage("org.postern.receive..")
                .should()
                .onlyDependOnClassesThat(
                        DescribedPredicate.not(resideInAnyPackage("org.postern.deliver..", "org.postern.helperwire..")))
                .check(CLASSES);
    }

    /// AUTH-12, INJ-01: no management over the network, no look-ups by text, no scripts, no serialised objects.
    @Test
    void noDoorsOfTheRunTime() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.rmi..", "javax.management..", "javax.naming..", "javax.script..")
                                .or(named("java.io.ObjectInputStream"))
                                .or(named("java.io.ObjectOutputStream"))
                                .or(named("com.sun.net.httpserver"))
                                .or(named("com.sun.tools.attach")))
                .check(CLASSES);
    }
}
