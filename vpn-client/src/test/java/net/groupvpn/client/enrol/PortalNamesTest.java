package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.groupvpn.client.http.OwnHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked for the portal's address, in a full tunnel and without. */
class PortalNamesTest {
  private static final String PORTAL = "portal.example.org";

  @TempDir private Path directory;
  private final List<String> asked = new ArrayList<>();
  private StateStore store;
  private boolean isInTunnel;
  private boolean ownFinds = true;
  private boolean systemFinds = true;

  @BeforeEach
  void open() throws Exception {
    store = StateStore.open(directory.resolve("state"));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
  }

  @Test
  void theSystemIsAskedUnlessThereIsATunnel() throws Exception {
    assertThat(find(names())).containsExactly("192.0.2.2");
    isInTunnel = true;
    assertThat(find(names())).containsExactly("192.0.2.1");
    assertThat(asked).containsExactly("system", "own");
  }

  @Test
  void inATunnelTheSystemIsTheLastResort() throws Exception {
    isInTunnel = true;
    ownFinds = false;
    assertThat(find(names())).containsExactly("192.0.2.2");
    assertThat(asked).containsExactly("own", "system");
    names().onReached(PORTAL, InetAddress.getByName("192.0.2.9"));
    assertThat(find(names())).containsExactly("192.0.2.9");
    assertThat(asked).containsExactly("own", "system", "own");
  }

  @Test
  void whereThePortalWasReachedIsTriedAfterARestartAndAfterWrongAddresses() throws Exception {
    names().onReached(PORTAL, InetAddress.getByName("192.0.2.8"));
    names().onReached(PORTAL, InetAddress.getByName("192.0.2.9"));
    assertThat(find(names())).containsExactly("192.0.2.2", "192.0.2.9", "192.0.2.8");
    systemFinds = false;
    assertThat(find(names())).containsExactly("192.0.2.9", "192.0.2.8");
  }

  @Test
  void anotherPortalsAddressIsNotTried() throws Exception {
    names().onReached("other.example.org", InetAddress.getByName("192.0.2.8"));
    systemFinds = false;
    assertThatThrownBy(() -> names().find(PORTAL)).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void nobodyIsAskedForAnAddress() throws Exception {
    assertThat(names().find("192.0.2.7")).containsExactly(InetAddress.getByName("192.0.2.7"));
    assertThat(names().find("2001:db8::7")).hasSize(1);
    assertThat(asked).isEmpty();
  }

  private PortalNames names() {
    return new PortalNames(
        () -> isInTunnel,
        source("own", "192.0.2.1", () -> ownFinds),
        source("system", "192.0.2.2", () -> systemFinds),
        new KeptAddresses(store));
  }

  private OwnHttp.Names source(String name, String address, BooleanSupplier finds) {
    return host -> {
      asked.add(name);
      if (!finds.getAsBoolean()) {
        throw new UnknownHostException(host);
      }
      return new InetAddress[] {InetAddress.getByName(address)};
    };
  }

  private static List<String> find(PortalNames names) throws UnknownHostException {
    return List.of(names.find(PORTAL)).stream().map(InetAddress::getHostAddress).toList();
  }
}
