package net.groupvpn.lab.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.PingFlow;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.identity.CertificateOrder;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.SelfTrust;
import net.groupvpn.overlay.record.FrameHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Alder and birch talk all the time. Cedar is a dishonest member; mallory, on birch's own network,
 * is not a member. Neither gets anything through, and the talk goes on.
 */
@NeedsRoot
class HostileNeighboursTest {
  private static final String NO_IPV6_BELOW = "net.ipv6.conf.eth0.disable_ipv6=1";
  private static final int PACKETS = 50;
  private static final int MUTATED = 1_000;
  private static final long SECONDS = 30;
  private static final double HARM_SECONDS = 1;

  private static LabGroup lab;
  private static Member alder;
  private static Member birch;
  private static Member cedar;
  private static Host mallory;
  private PingFlow talk;

  @BeforeAll
  static void threeMembersTalk() {
    lab = new LabGroup("hostile", List.of("alder", "birch", "cedar"));
    // One path only, so that the captured path is the one in use.
    lab.net().members().forEach(host -> host.exec("sysctl", "-qw", NO_IPV6_BELOW));
    lab.up();
    alder = lab.member(0);
    birch = lab.member(1);
    cedar = lab.member(2);
    mallory = lab.net().addMember("mallory");
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @BeforeEach
  void talk() {
    talk = PingFlow.start(alder.host(), birch.fullName());
  }

  @AfterEach
  void nobodyWasDisturbed() {
    talk.awaitMore(5).stop();
    assertThat(talk.longestGapSeconds()).as(talk.toString()).isLessThan(HARM_SECONDS);
    assertThat(alder.process().isAlive()).isTrue();
    assertThat(birch.process().isAlive()).isTrue();
  }

  @Test
  void anHonestClientDropsWhatIsNotFromItsOwnAddress() {
    long before = cedar.counter("data.dropped.outbound.source");
    cedar.host().ip("addr", "add", birch.ipv4() + "/32", "dev", "gvpn0");
    cedar.host().tryExec("ping", "-n", "-c3", "-i0.2", "-W1", "-I", birch.ipv4(), alder.ipv4());
    cedar.host().ip("addr", "del", birch.ipv4() + "/32", "dev", "gvpn0");
    assertThat(cedar.counter("data.dropped.outbound.source")).isGreaterThanOrEqualTo(before + 3);
  }

  @Test
  void aMemberThatSendsFromForeignAddressesIsDroppedAndCountedByTheReceiver() {
    String own = cedar.ipv6();
    cedar.process().stop();
    long dropped = droppedSources();
    long echo4 = echoRequests("snmp", "InEchos");
    long echo6 = echoRequests("snmp6", "Icmp6InEchos");
    HostProcess rogue =
        rogue(
            cedar.host(),
            cedar.state().resolve("node.key"),
            cedar.state().resolve("node.crt"),
            List.of(birch.ipv4(), birch.ipv6(), alder.ipv4(), Group.SERVICE_ADDRESS, own));
    rogue.awaitOutput(Rogue.SENT, SECONDS);
    Await.until(
        "alder has counted them all", SECONDS, () -> droppedSources() >= dropped + 4 * PACKETS);
    Await.until(
        "what is from cedar's own address has come through",
        SECONDS,
        () -> echoRequests("snmp6", "Icmp6InEchos") == echo6 + PACKETS);
    assertThat(echoRequests("snmp", "InEchos")).isEqualTo(echo4);
    assertThat(droppedSources()).isEqualTo(dropped + 4 * PACKETS);
    assertThat(alder.counter("data.dropped.inbound.source")).isGreaterThan(PACKETS);
    rogue.kill();
    cedar.start().awaitUp();
    LabGroup.awaitPing(cedar, alder);
  }

  /** Not the sender's, or not proved in time, because more arrived than may wait for the proof. */
  private static long droppedSources() {
    return alder.counter("data.dropped.inbound.source")
        + alder.counter("data.dropped.inbound.held");
  }

  /** Echo requests that alder's operating system has received so far. */
  private static long echoRequests(String file, String counter) {
    List<String> names = List.of();
    for (String line : alder.host().exec("cat", "/proc/net/" + file).lines().toList()) {
      List<String> words = List.of(line.split("\\s+"));
      if (words.get(0).equals(counter)) {
        return Long.parseLong(words.get(1));
      }
      if (names.contains(counter) && words.get(0).equals(names.get(0))) {
        return Long.parseLong(words.get(names.indexOf(counter)));
      }
      names = words;
    }
    throw new AssertionError("no " + counter + " in /proc/net/" + file);
  }

  @Test
  void outsidersThatKnowTheGroupsSecretDoNotGetIn() throws Exception {
    Path folder = Files.createDirectories(lab.bed().directory().resolve("outsider"));
    NodeKey key = NodeKey.generate(new SecureRandom());
    Path keyFile = Files.writeString(folder.resolve("key.pem"), key.toPem());
    Path own = folder.resolve("own.crt");
    for (NodeCertificate certificate :
        List.of(SelfTrust.certificate(key), ofAnotherGroup(key, new byte[Membership.SALT_BYTES]))) {
      Files.writeString(own, certificate.toPem());
      long before = refusals(alder);
      HostProcess rogue = rogue(mallory, keyFile, own, List.of(birch.ipv4()));
      Await.until("alder refuses mallory", SECONDS, () -> refusals(alder) > before);
      assertThat(rogue.output()).doesNotContain(Rogue.IN);
      assertThat(alder.peers().size()).isEqualTo(2);
      rogue.kill();
    }
  }

  private static NodeCertificate ofAnotherGroup(NodeKey key, byte[] salt) throws Exception {
    Instant now = Instant.now();
    GroupAuthority authority =
        GroupAuthority.create(Group.NAME, now.minus(Duration.ofHours(1)), new SecureRandom());
    return authority.issue(
        new CertificateOrder(
            key.spki(), "birch", "birch", Set.of(), salt, now, now.plus(Duration.ofDays(1))));
  }

  private static long refusals(Member member) {
    return member.counter(OverlayCounter.HANDSHAKE_UNFINISHED.label())
        + member.counter(OverlayCounter.DROPPED_HANDSHAKE_REFUSED.label());
  }

  /** Its client is real and enrolled, but is pointed at the members of another group. */
  @Test
  void aMemberOfAnotherGroupPointedAtTheMembersGetsNothing() {
    String page = lab.group().owner().createGroup("other", "10.129.0.0/16", "other.gvpn");
    byte[] file = lab.group().owner().downloadGroupFile(page);
    String seeds =
        "seeds = [\"%s:7400\", \"%s:7400\"]"
            .formatted(lab.net().addressOf(alder.host()), lab.net().addressOf(birch.host()));
    Member other =
        Member.install(mallory, lab.bed().directory().resolve("other"), file, "other.gvpn", seeds)
            .start()
            .awaitUp();
    assertThat(other.status().path("alone").asBoolean()).isTrue();
    assertThat(other.peers()).isEmpty();
    assertThat(alder.hasPeer(other.node())).isFalse();
    String delivered = "data.packets.inbound.delivered";
    assertThat(other.counter(delivered)).isZero();
    assertThat(alder.counter(delivered)).as("the counter is called so").isPositive();
    assertThat(other.pings(alder.ipv6(), true)).isFalse();
    assertThat(other.run("down").exitCode()).isZero();
  }

  @Test
  void replayedAndForgedDatagramsAreCountedAndHarmNothing() throws IOException {
    List<byte[]> seen = listen();
    List<byte[]> data = seen.stream().filter(HostileNeighboursTest::isData).toList();
    assertThat(data).hasSizeGreaterThan(PACKETS);
    String victim = lab.net().addressOf(birch.host());
    pretendToBe(victim);
    long replayed = alder.counter("data.dropped.inbound.replayed");
    resend(seen, victim);
    awaitReplayed(replayed + data.size());
    resend(seen, lab.net().addressOf(mallory));
    awaitReplayed(replayed + 2L * data.size());

    long forged = forged();
    resend(mutated(seen), victim);
    Await.until("alder drops what is forged", SECONDS, () -> forged() > forged + MUTATED / 4);
    assertThat(pathOf(birch)).contains(victim);
  }

  /** Datagrams may still be in flight, but no more may be counted than were sent. */
  private static void awaitReplayed(long count) {
    String counter = "data.dropped.inbound.replayed";
    Await.until("alder has counted them all", SECONDS, () -> alder.counter(counter) >= count);
    assertThat(alder.counter(counter)).isEqualTo(count);
  }

  private static List<byte[]> listen() {
    Capture capture =
        Capture.start(
            lab.net().router(),
            lab.net().portOf(alder.host()),
            lab.bed().directory().resolve("replay.pcap"),
            "dst host " + lab.net().addressOf(alder.host()) + " and udp dst port 7400");
    birch.host().exec("ping", "-q", "-n", "-i0.02", "-c" + 2 * PACKETS, alder.ipv4());
    Await.until(
        "there is enough to replay",
        SECONDS,
        () ->
            capture.udpPayloads().stream().filter(HostileNeighboursTest::isData).count()
                >= 2 * PACKETS);
    return capture.stop().udpPayloads().stream()
        .filter(HostileNeighboursTest::isOneDatagram)
        .toList();
  }

  /**
   * Datagrams that are sent at once (UDP_SEGMENT) are captured as one, which nobody would accept.
   */
  private static boolean isOneDatagram(byte[] captured) {
    byte[] header = Arrays.copyOf(captured, FrameHeader.SEALED_HEADER_BYTES - Long.BYTES);
    for (int at = 1; at + header.length <= captured.length; at++) {
      if (Arrays.equals(header, 0, header.length, captured, at, at + header.length)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isData(byte[] datagram) {
    return FrameHeader.isData(datagram, 0, datagram.length);
  }

  /** Mallory takes birch's address, but answers no requests to it. */
  private static void pretendToBe(String address) {
    String gateway = address.substring(0, address.lastIndexOf('.')) + ".254";
    String hardware = lab.net().router().exec("cat", "/sys/class/net/br2/address").strip();
    mallory.exec("sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=8");
    mallory.ip("neigh", "replace", gateway, "lladdr", hardware, "dev", "eth0", "nud", "permanent");
    mallory.ip("addr", "add", address + "/32", "dev", "eth0");
  }

  private static void resend(List<byte[]> datagrams, String from) throws IOException {
    Path file = lab.bed().directory().resolve("datagrams.hex");
    Files.write(file, datagrams.stream().map(HexFormat.of()::formatHex).toList());
    List<String> command = new ArrayList<>(JavaCommand.of(Resender.class, "-Xmx64m"));
    command.addAll(List.of(file.toString(), from, lab.net().addressOf(alder.host())));
    HostProcess sender = mallory.start("resend-" + System.nanoTime(), command);
    sender.awaitOutput(Resender.DONE, SECONDS);
  }

  private static List<byte[]> mutated(List<byte[]> datagrams) {
    Random random = new Random(7);
    List<byte[]> mutated = new ArrayList<>();
    for (int i = 0; i < MUTATED; i++) {
      byte[] like = datagrams.get(random.nextInt(datagrams.size()));
      byte[] next = Arrays.copyOf(like, 1 + random.nextInt(like.length));
      next[random.nextInt(next.length)] ^= (byte) (1 + random.nextInt(255));
      mutated.add(next);
    }
    return mutated;
  }

  /** Everything that alder has dropped so far, for any reason. */
  private static long forged() {
    long sum = 0;
    for (var counter : alder.status().path("counters").properties()) {
      sum += counter.getKey().contains("dropped.") ? counter.getValue().asLong() : 0;
    }
    return sum;
  }

  private static String pathOf(Member member) {
    String node = member.node();
    for (var peer : alder.peers()) {
      if (peer.path("node").asText().equals(node)) {
        return peer.path("path").asText();
      }
    }
    return "none";
  }

  private static HostProcess rogue(Host host, Path key, Path certificate, List<String> sources) {
    List<String> command = new ArrayList<>(JavaCommand.of(Rogue.class, "-Xmx128m"));
    Path groupFile = alder.directory().resolve("group.toml");
    command.addAll(List.of(groupFile.toString(), key.toString(), certificate.toString()));
    command.addAll(
        List.of(lab.net().addressOf(alder.host()), alder.ipv4(), alder.ipv6(), "" + PACKETS));
    command.addAll(sources);
    return host.start("rogue-" + System.nanoTime(), command);
  }
}
