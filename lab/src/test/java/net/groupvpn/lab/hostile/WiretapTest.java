package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.demo.PageServer;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import org.junit.jupiter.api.Test;

/**
 * An eavesdropper has a tap on the router from before the first enrolment. A member's virtual card
 * is tapped as well, where the same traffic is in plaintext: this shows that the search would find
 * it.
 */
@NeedsRoot
class WiretapTest {
  private static final long SERVER_SECONDS = 30;
  private static final String PATTERN = "c0ffee15900dc0de7ea5eed5ca1ab1e0";

  @Test
  void theUnderlayShowsNothingOfWhatIsCarried() {
    try (LabGroup lab = new LabGroup("wiretap", List.of("alder", "birch"))) {
      Capture underlay =
          Capture.start(lab.net().router(), "any", lab.bed().directory().resolve("underlay.pcap"));
      lab.up();
      Member alder = lab.member(0);
      Member birch = lab.member(1);
      Capture inside =
          Capture.start(alder.host(), "gvpn0", lab.bed().directory().resolve("inside.pcap"));
      talk(alder, birch);
      inside.stop();
      underlay.stop();

      Map<String, byte[]> secrets = whatIsCarried(alder, birch);
      assertThat(found(inside, secrets)).containsExactlyElementsOf(secrets.keySet());
      assertThat(found(underlay, secrets)).isEmpty();
      assertThat(underlay.bytes()).hasSizeGreaterThan(inside.bytes().length);
    }
  }

  private static void talk(Member alder, Member birch) {
    Host host = alder.host();
    for (String address : List.of(birch.fullName(), birch.ipv4(), birch.ipv6())) {
      host.exec("ping", "-n", "-c3", "-i0.2", "-s", "64", "-p", PATTERN, address);
    }
    List<String> command = new ArrayList<>(JavaCommand.of(PageServer.class, "-Xmx32m"));
    command.add("birch");
    birch.host().start("page", command).awaitOutput(PageServer.READY, SERVER_SECONDS);
    for (String name : List.of(birch.fullName(), birch.ipv4(), "[" + birch.ipv6() + "]")) {
      String url = "http://" + name + ":" + PageServer.PORT + "/";
      assertThat(host.exec("curl", "-sS", "--max-time", "10", url))
          .isEqualTo(PageServer.pageOf("birch"));
    }
    assertThat(host.exec("dig", "+short", "-x", birch.ipv4())).contains(birch.fullName());
    birch.pings(alder.fullName(), false);
    host.exec("dig", "+short", alder.fullName());
  }

  private static Map<String, byte[]> whatIsCarried(Member alder, Member birch) {
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    secrets.put("the page", text(PageServer.pageOf("birch")));
    secrets.put("the ping's pattern", HexFormat.of().parseHex(PATTERN));
    secrets.put("the group's name", text(Group.NAME));
    for (Member member : List.of(alder, birch)) {
      String name = member.host().name();
      secrets.put("the name " + name, text(name));
      secrets.put("IPv4 of " + name, bytesOf(member.ipv4()));
      secrets.put("IPv6 of " + name, bytesOf(member.ipv6()));
    }
    secrets.put("IPv4 in a header of HTTP", text("Host: " + birch.ipv4()));
    secrets.put("IPv6 in a header of HTTP", text("Host: [" + birch.ipv6() + "]"));
    secrets.put("a full name", text(birch.fullName()));
    return secrets;
  }

  private static List<String> found(Capture capture, Map<String, byte[]> secrets) {
    return secrets.entrySet().stream()
        .filter(secret -> capture.holds(secret.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytesOf(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(address, e);
    }
  }
}
