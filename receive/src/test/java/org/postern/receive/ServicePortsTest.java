package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicePortsTest {
    @Test
    void knowsTheNamesOfMailWithoutAnyFile() {
        ServicePorts ports = ServicePorts.builtIn();
        assertThat(ports.port("smtp")).hasValue(25);
        assertThat(ports.port("MSA")).hasValue(587);
        assertThat(ports.port("smtps")).hasValue(465);
        assertThat(ports.port("gopher")).isEmpty();
    }

    @Test
    void takesNumbersThatArePorts() {
        ServicePorts ports = ServicePorts.builtIn();
        assertThat(ports.port("0")).hasValue(0);
        assertThat(ports.port("65535")).hasValue(65_535);
        assertThat(ports.port("65536")).isEmpty();
        assertThat(ports.port("25x")).isEmpty();
        assertThat(ports.port("999999999999")).isEmpty();
        assertThat(ports.port("")).isEmpty();
    }

    @Test
    void readsTcpNamesAndAliasesOfAServicesFile() {
        ServicePorts ports = ServicePorts.of(List.of(
                "# comment",
                "ours 2525/tcp our-mail # more",
                "theirs 99/udp",
                "broken",
                "big 70000/tcp",
                "smtp 26/tcp"));
        assertThat(ports.port("OURS")).hasValue(2525);
        assertThat(ports.port("our-mail")).hasValue(2525);
        assertThat(ports.port("theirs")).isEmpty();
        assertThat(ports.port("big")).isEmpty();
        assertThat(ports.port("smtp")).isEqualTo(OptionalInt.of(25));
    }

    @Test
    void aMissingFileAddsNothing(@TempDir Path folder) throws Exception {
        assertThat(ServicePorts.withFile(folder.resolve("none")).port("smtp")).hasValue(25);
        Path file = Files.writeString(folder.resolve("services"), "ours\t\t2525/tcp\n");
        assertThat(ServicePorts.withFile(file).port("ours")).hasValue(2525);
    }
}
