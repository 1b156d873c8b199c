package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.enrol.OwnEndpoint;
import net.groupvpn.client.os.MachineDevices;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> seen = new ArrayList<>();
  private final Parts parts = new Parts();

  private final class Noted implements Part {
    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void onDevices(MachineDevices devices) {
      seen.add(name + " sees devices");
    }

    @Override
    public void onMoved(OwnEndpoint own) {
      seen.add(name + " moves to " + own.addresses());
    }

    @Override
    public void end() throws IOException {
      seen.add(name + " ends");
      if (name.equals("bad")) {
        throw new IOException("it does not end");
      }
    }
  }

  private Noted bad() throws IOException {
    throw new IOException("it does not start");
  }

  @Test
  void partsEndInTheReverseOrderOfStarting() {
    parts.add(new Noted("port"));
    parts.add(new Noted("device"));
    parts.close();
    assertThat(seen).containsExactly("device ends", "port ends");
  }

  @Test
  void whatHasStartedEndsIfTheNextPartCannotStart() {
    assertThatIOException()
        .isThrownBy(
            () -> {
              try (parts) {
                parts.add(new Noted("port"));
                parts.add(new Noted("device"));
                parts.add(bad());
                parts.add(new Noted("engine"));
              }
            });
    assertThat(seen).containsExactly("device ends", "port ends");
  }

  @Test
  void onePartThatDoesNotEndKeepsNoOtherFromEnding() {
    parts.add(new Noted("port"));
    parts.add(new Noted("bad"));
    parts.add(new Noted("device"));
    parts.close();
    assertThat(seen).containsExactly("device ends", "bad ends", "port ends");
  }

  @Test
  void allPartsHearOfAChangedNetworkInTheOrderOfStarting() {
    parts.add(new Noted("port"));
    parts.add(new Noted("device"));
    parts.onDevices(new MachineDevices(List.of(), Set.of()));
    parts.onMoved(new OwnEndpoint(7_400, List.of("192.0.2.1")));
    assertThat(seen)
        .containsExactly(
            "port sees devices",
            "device sees devices",
            "port moves to [192.0.2.1]",
            "device moves to [192.0.2.1]");
  }

  @Test
  void partsThatHaveEndedHearNothing() {
    parts.add(new Noted("port"));
    parts.close();
    seen.clear();
    parts.onMoved(new OwnEndpoint(7_400, List.of("192.0.2.1")));
    assertThat(seen).isEmpty();
  }
}
