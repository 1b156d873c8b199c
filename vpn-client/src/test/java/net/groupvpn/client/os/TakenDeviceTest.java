package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakenDeviceTest {
  /** The state of a device without any address: Java does not list it then. */
  private static final String NAME = "gvpn0";

  @TempDir Path devices;
  @TempDir Path proc;

  @BeforeEach
  void makeIt() throws IOException {
    Files.writeString(
        listing(), "Inter-|   Receive\n face |bytes\n    lo:  60 1\n" + NAME + ": 0 0\n");
    Files.createDirectory(devices.resolve(NAME));
  }

  private Path listing() {
    return proc.resolve("dev");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(devices.resolve(NAME).resolve(file), text + "\n");
  }

  private boolean isTaken() throws IOException {
    return TakenDevice.is(NAME, devices, listing());
  }

  @Test
  void aNameThatNobodyHasIsFree() throws IOException {
    for (String free : new String[] {"gvpn", "gvpn01", "vpn0"}) {
      assertThat(TakenDevice.is(free, devices, listing())).as(free).isFalse();
    }
  }

  @Test
  void anyOtherDeviceIsTaken() throws IOException {
    assertThat(isTaken()).isTrue();
  }

  @Test
  void aTapDeviceOfARunningProgramIsTaken() throws IOException {
    write("tun_flags", "0x5002");
    assertThat(isTaken()).isTrue();
  }

  @Test
  void aTapDeviceThatWasMadeForOthersIsFreeUntilSomebodyUsesIt() throws IOException {
    write("tun_flags", "0x1802");
    assertThat(isTaken()).isFalse();
    write("carrier", "0");
    assertThat(isTaken()).isFalse();
    write("carrier", "1");
    assertThat(isTaken()).isTrue();
  }

  @Test
  void aTunDeviceOrOneOfSeveralQueuesIsTakenWhoeverItWasMadeFor() throws IOException {
    write("tun_flags", "0x1801");
    assertThat(isTaken()).isTrue();
    write("tun_flags", "0x1902");
    assertThat(isTaken()).isTrue();
  }
}
