package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLineTest {
  private static final AnnouncedService WIKI =
      new AnnouncedService(
          new ServiceType("http", Transport.TCP), 8_080, List.of("path=/a wiki", "x"));
  private static final AnnouncedService NAMES =
      new AnnouncedService(new ServiceType("domain", Transport.UDP), 53, List.of());

  @TempDir private Path directory;

  @Test
  void aServiceComesBackAsItWas() {
    assertThat(ServiceLine.parse(ServiceLine.of(WIKI))).isEqualTo(WIKI);
    assertThat(ServiceLine.parse(ServiceLine.of(NAMES))).isEqualTo(NAMES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http",
        "http\ttcp",
        "http\ttcp\t0",
        "http\ttcp\t-1",
        "http\ttcp\t99999999999",
        "http\tsctp\t1",
        "h_\ttcp\t1",
        "http\ttcp\t1\t"
      })
  void whatNoClientHasWrittenIsNoService(String line) {
    assertThat(ServiceLine.parse(line)).isNull();
  }

  @Test
  void theyAreKeptOnDiskAndADamagedFileIsSetAside() throws Exception {
    try (StateStore store = StateStore.open(directory)) {
      assertThat(store.services()).isNull();
      store.saveServices(List.of(ServiceLine.of(WIKI), ServiceLine.of(NAMES)));
      assertThat(store.services()).isEqualTo(ServiceLine.of(WIKI) + "\n" + ServiceLine.of(NAMES));
      store.saveServices(List.of());
      assertThat(store.services()).isNull();
      assertThat(store.warnings()).isEmpty();
      Files.writeString(directory.resolve("services.txt"), "rubbish\n");
      assertThat(store.services()).isNull();
      assertThat(store.warnings()).containsKey("services.txt");
    }
  }
}
