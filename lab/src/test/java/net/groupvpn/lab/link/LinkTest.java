package net.groupvpn.lab.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import org.junit.jupiter.api.Test;

@NeedsRoot
class LinkTest {
  private static final Pattern MINIMUM = Pattern.compile("min/avg/max/mdev = ([0-9.]+)/");

  private static String ping(LinkSettings settings, String... options) {
    try (Testbed bed = new Testbed("link")) {
      Host a = bed.host("a");
      Host b = bed.host("b");
      bed.link(a, "eth0", b, "eth0", settings);
      a.address("eth0", "10.77.1.1/24");
      b.address("eth0", "10.77.1.2/24");
      String[] command = new String[options.length + 2];
      command[0] = "ping";
      System.arraycopy(options, 0, command, 1, options.length);
      command[command.length - 1] = "10.77.1.2";
      return a.tryExec(command).output();
    }
  }

  @Test
  void delayShowsTwiceInTheRoundTrip() {
    String output = ping(LinkSettings.CLEAN.withDelay(20), "-c5", "-i0.1");
    Matcher minimum = MINIMUM.matcher(output);
    assertThat(minimum.find()).as(output).isTrue();
    assertThat(Double.parseDouble(minimum.group(1))).isBetween(40.0, 60.0);
  }

  @Test
  void duplicatedFramesArriveTwice() {
    assertThat(ping(LinkSettings.CLEAN.withDisorder(1, 0), "-c3", "-i0.1")).contains("DUP!");
  }

  @Test
  void aLinkThatLosesAllCarriesNothing() {
    assertThat(ping(LinkSettings.CLEAN.withLoss(1), "-c2", "-i0.1", "-W1"))
        .contains("100% packet loss");
  }
}
