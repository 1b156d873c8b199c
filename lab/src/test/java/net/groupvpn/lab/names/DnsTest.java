package net.groupvpn.lab.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the resolvers that people have see of the group's names: dig, the C library and busybox. Of
 * the two members, elm has no IPv6, and birch announces services.
 */
@NeedsRoot
class DnsTest {
  private static final long NAMES_SECONDS = 30;

  /** Longer than 512 bytes in a reply. */
  private static final String LONG_TEXT = "x".repeat(180);

  private static final String SERVER = "@" + Group.SERVICE_ADDRESS;

  /** A machine that was cut off has to find the others first. */
  private static final long AGAIN_SECONDS = 90;

  private static final String FLOOD_SECONDS = "4";
  private static final int IPV6_HOST_NIBBLES = 20;

  private static Testbed bed;
  private static String gatewayOfElm;
  private static Member birch;
  private static Member elm;

  @BeforeAll
  static void twoMembers() {
    bed = new Testbed("dns");
    TwoSites net = new TwoSites(bed, List.of("birch", "elm"));
    net.attachThisMachine("gvdns");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    Host withoutIpv6 = net.members().get(1);
    for (String devices : List.of("all", "default")) {
      withoutIpv6.exec("sysctl", "-qw", "net.ipv6.conf." + devices + ".disable_ipv6=1");
    }
    gatewayOfElm = withoutIpv6.exec("ip", "route", "show", "default").split(" ", 0)[2];
    birch = group.install(net.members().get(0)).start().awaitUp();
    elm = group.install(withoutIpv6).start().awaitUp();
    announce("http", "8080", "--txt", "path=/a wiki");
    announce(
        "big",
        "9",
        "--udp",
        "--txt",
        "0=" + LONG_TEXT,
        "--txt",
        "1=" + LONG_TEXT,
        "--txt",
        "2=" + LONG_TEXT,
        "--txt",
        "3=" + LONG_TEXT);
    Await.until(
        "elm finds birch, its services, and itself",
        NAMES_SECONDS,
        () ->
            dig("+short", "birch.office.gvpn").equals(birch.ipv4())
                && dig("+short", "elm.office.gvpn").equals(elm.ipv4())
                && !dig("+short", "_http._tcp.birch.office.gvpn", "SRV").isEmpty()
                && !dig("+short", "_http._tcp.office.gvpn", "PTR").isEmpty());
  }

  private static void announce(String... service) {
    List<String> arguments = new ArrayList<>(List.of("service", "add"));
    arguments.addAll(List.of(service));
    Commands.Result result = birch.run(arguments.toArray(String[]::new));
    assertThat(result.isSuccess()).as(result.output()).isTrue();
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  /** What is asked; the code that comes; whether with authority. */
  @ParameterizedTest
  @CsvSource({
    "birch.office.gvpn A,NOERROR,aa",
    "birch.office.gvpn MX,NOERROR,aa",
    "birch.office.gvpn TYPE65,NOERROR,aa",
    "elm.office.gvpn AAAA,NOERROR,aa",
    "nobody.office.gvpn A,NXDOMAIN,aa",
    "a.birch.office.gvpn A,NXDOMAIN,aa",
    "_x._tcp.birch.office.gvpn SRV,NXDOMAIN,aa",
    "_tcp.birch.office.gvpn SRV,NOERROR,aa",
    "office.gvpn SOA,NOERROR,aa",
    "office.gvpn NS,NOERROR,aa",
    "office.gvpn MX,NOERROR,aa",
    "128.10.in-addr.arpa SOA,NOERROR,aa",
    "3.128.10.in-addr.arpa PTR,NOERROR,aa",
    "255.255.128.10.in-addr.arpa PTR,NXDOMAIN,aa",
    "birch.office.gvpn ANY,NOERROR,aa",
    "example.org A,REFUSED,''",
    "version.bind TXT CH,REFUSED,''",
    "birch.office.gvpn A +opcode=NOTIFY,NOTIMP,''",
    "birch.office.gvpn A +opcode=15,NOTIMP,''",
    "birch.office.gvpn A +edns=1 +noednsnegotiation,BADVERS,''",
    "+header-only,FORMERR,''"
  })
  void everyQuestionGetsItsCode(String question, String code, String authority) {
    for (String transport : List.of("+notcp", "+tcp")) {
      String reply = dig((question + " " + transport).split(" ", -1));
      assertThat(reply).as(transport).contains("status: " + code + ",");
      assertThat(reply.matches("(?s).*flags: qr[a-z ]* aa.*")).isEqualTo(!authority.isEmpty());
      if (!authority.isEmpty() && reply.contains("ANSWER: 0,")) {
        assertThat(reply).containsPattern("5\\s+IN\\s+SOA\\s+office.gvpn. hostmaster");
      }
    }
  }

  @Test
  void aNameThatExistsHasNoOtherTypesAndOneThatDoesNotHasNone() {
    List<String> types =
        List.of("NS", "SOA", "MX", "TXT", "SRV", "PTR", "CNAME", "DS", "CAA", "NAPTR", "HTTPS");
    List<String> questions = new ArrayList<>();
    for (String name : List.of("birch.office.gvpn", "nobody.office.gvpn", "a.birch.office.gvpn")) {
      types.forEach(type -> questions.addAll(List.of(SERVER, name, type)));
    }
    List<String> codes =
        elm.host()
            .exec(with("dig", questions))
            .lines()
            .filter(line -> line.contains("status: "))
            .map(line -> line.replaceAll(".*status: (\\w+),.*", "$1"))
            .toList();
    assertThat(codes).hasSize(3 * types.size());
    assertThat(codes.subList(0, types.size())).containsOnly("NOERROR");
    assertThat(codes.subList(types.size(), codes.size())).containsOnly("NXDOMAIN");
  }

  @Test
  void theServerAnswersByIpv6AndForTheZoneOfIpv6Addresses() {
    String server = dig("+short", "office.gvpn", "AAAA");
    if (server.isEmpty()) {
      server = birchDig("+short", SERVER, "office.gvpn", "AAAA");
    }
    String here = "@" + server;
    for (String transport : List.of("+notcp", "+tcp")) {
      assertThat(birchDig("+short", transport, here, "elm.office.gvpn")).isEqualTo(elm.ipv4());
      assertThat(birchDig("-p", "54", transport, here, "elm.office.gvpn"))
          .contains("connection refused");
    }
    String pointer = birchDig("-x", server);
    assertThat(pointer).contains("office.gvpn.");
    String[] nibbles = pointer.split("\\s+|;", 0);
    String reversed =
        Stream.of(nibbles).filter(word -> word.endsWith(".ip6.arpa.")).findFirst().orElseThrow();
    String zone = reversed.substring(2 * IPV6_HOST_NIBBLES);
    assertThat(birchDig("+short", here, zone, "SOA")).startsWith("office.gvpn. hostmaster");
    assertThat(birchDig("+short", here, zone, "NS")).isEqualTo("office.gvpn.");
    assertThat(birchDig(here, "f." + zone, "PTR")).contains("status: NOERROR", "ANSWER: 0");
  }

  private static String birchDig(String... question) {
    List<String> arguments = new ArrayList<>(List.of("+time=5", "+tries=1"));
    arguments.addAll(List.of(question));
    return birch.host().tryExec(with("dig", arguments)).output().strip();
  }

  @Test
  void nobodyIsNotSaidWhileMostMembersAreOutOfReach() {
    List<String> strangers =
        List.of(
            "stranger.office.gvpn A", "_ftp._tcp.office.gvpn PTR", "9.9.128.10.in-addr.arpa PTR");
    elm.host().ip("link", "set", "eth0", "down");
    try {
      for (String question : strangers) {
        assertThat(dig(question.split(" ", 0))).as(question).contains("status: SERVFAIL");
      }
    } finally {
      elm.host().ip("link", "set", "eth0", "up");
      elm.host().defaultRoute(gatewayOfElm);
    }
    for (String question : strangers) {
      Await.until(
          question + " is known to be nobody's",
          AGAIN_SECONDS,
          () -> dig(question.split(" ", 0)).contains("status: NXDOMAIN"));
    }
  }

  @Test
  void aProgramThatAsksWithoutEndKeepsNobodyWaiting() {
    long before = elm.counter("dropped.dns.budget");
    List<String> command = new ArrayList<>(JavaCommand.of(QuestionFlood.class, "-Xmx32m"));
    command.addAll(List.of(Group.SERVICE_ADDRESS, Group.SUFFIX, FLOOD_SECONDS));
    HostProcess flood = elm.host().start("flood", command);
    flood.awaitOutput(QuestionFlood.STARTED, NAMES_SECONDS);
    assertThat(birch.pings(elm.fullName(), false)).isTrue();
    assertThat(elm.status().path("state").asText()).as("the engine answers").isEqualTo("up");
    flood.awaitOutput("answers", NAMES_SECONDS);
    System.out.println(flood.output());
    assertThat(elm.counter("dropped.dns.budget")).isGreaterThan(before);
    assertThat(elm.run("status").output()).contains("questions refused");
    Await.until(
        "elm asks again",
        NAMES_SECONDS,
        () -> dig("+short", "birch.office.gvpn").equals(birch.ipv4()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+notcp", "+tcp"})
  void namesAndAddressesLeadToEachOther(String transport) {
    assertThat(dig("+short", transport, "birch.office.gvpn")).isEqualTo(birch.ipv4());
    assertThat(sameAddress(dig("+short", transport, "birch.office.gvpn", "AAAA"), birch.ipv6()))
        .isTrue();
    assertThat(dig("+short", transport, "elm.office.gvpn", "AAAA")).isEmpty();
    for (String address : List.of(birch.ipv4(), birch.ipv6())) {
      assertThat(dig("+short", transport, "-x", address)).isEqualTo("birch.office.gvpn.");
    }
    assertThat(dig("+short", transport, "-x", Group.SERVICE_ADDRESS)).isEqualTo("office.gvpn.");
    assertThat(dig("+short", transport, "office.gvpn", "NS")).isEqualTo("office.gvpn.");
    assertThat(dig("+short", transport, "office.gvpn")).isEqualTo(Group.SERVICE_ADDRESS);
    assertThat(dig("+short", transport, "birch.office.gvpn", "ANY")).isEqualTo("\"RFC8482\" \"\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+notcp", "+tcp"})
  void servicesAreFound(String transport) {
    assertThat(dig("+short", transport, "_http._tcp.office.gvpn", "PTR"))
        .isEqualTo("birch._http._tcp.office.gvpn.");
    for (String name : List.of("_http._tcp.birch.office.gvpn", "birch._http._tcp.office.gvpn")) {
      assertThat(dig("+short", transport, name, "SRV")).isEqualTo("0 0 8080 birch.office.gvpn.");
      assertThat(dig("+short", transport, name, "TXT")).isEqualTo("\"path=/a wiki\"");
      assertThat(dig(transport, name, "SRV")).contains(birch.ipv4());
    }
  }

  @Test
  void theSpellingOfTheQuestionIsKept() {
    assertThat(dig("+noall", "+answer", "BiRcH.oFFice.GVPN")).startsWith("BiRcH.oFFice.GVPN.");
  }

  @Test
  void aLongReplyIsTruncatedAndComesByTcp() {
    String name = "_big._udp.birch.office.gvpn";
    assertThat(dig("+noedns", "+ignore", name, "TXT")).containsPattern("flags: qr aa tc");
    assertThat(dig("+bufsize=4096", "+ignore", name, "TXT"))
        .doesNotContainPattern("flags:[a-z ]* tc")
        .contains("udp: 1232", LONG_TEXT);
    assertThat(dig("+noedns", "+short", name, "TXT")).contains("0=" + LONG_TEXT, "1=" + LONG_TEXT);
  }

  @Test
  void oneConnectionCarriesManyQuestions() {
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      questions.addAll(List.of("+tcp", "+keepopen", "+short", SERVER, "birch.office.gvpn"));
    }
    String answers = elm.host().exec(with("dig", questions));
    assertThat(answers.lines()).hasSize(20).containsOnly(birch.ipv4());
  }

  @Test
  void zonesAreNotHandedOut() {
    assertThat(dig("office.gvpn", "AXFR")).contains("Transfer failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+notcp", "+tcp"})
  void whatNobodyServesIsRefusedAtOnce(String transport) {
    assertThat(dig("-p", "54", transport, "birch.office.gvpn")).contains("connection refused");
  }

  @Test
  void theCLibraryFindsNamesForwardAndBack() {
    assertThat(getent("ahostsv4", "birch")).startsWith(birch.ipv4()).contains("birch.office.gvpn");
    assertThat(getent("ahostsv4", "birch.office.gvpn")).startsWith(birch.ipv4());
    assertThat(getent("hosts", birch.ipv4())).contains("birch.office.gvpn");
    assertThat(getent("hosts", birch.ipv6())).contains("birch.office.gvpn");
    assertThat(getent("hosts", "nobody.office.gvpn")).isEmpty();
    assertThat(getent("ahostsv6", "elm.office.gvpn")).doesNotContain("fd");
  }

  @Test
  void busyboxFindsNamesForwardAndBack() {
    Host host = elm.host();
    assertThat(host.exec("busybox", "nslookup", "birch.office.gvpn")).contains(birch.ipv4());
    assertThat(host.exec("busybox", "nslookup", birch.ipv4())).contains("birch.office.gvpn");
    assertThat(host.tryExec("busybox", "nslookup", "nobody.office.gvpn").output())
        .contains("NXDOMAIN");
  }

  @Test
  void nameAddressAndServicesAreKeptOverARestart() {
    String address = elm.ipv4();
    assertThat(elm.run("service", "add", "ssh", "22").isSuccess()).isTrue();
    elm.stop();
    elm.start().awaitUp();
    assertThat(elm.ipv4()).isEqualTo(address);
    assertThat(elm.status().path("name").asText()).isEqualTo(elm.fullName());
    assertThat(elm.run("service", "list").output()).contains("ssh").contains("22/tcp");
    Await.until(
        "elm's service is found again",
        NAMES_SECONDS,
        () -> dig("+short", "_ssh._tcp.elm.office.gvpn", "SRV").equals("0 0 22 elm.office.gvpn."));
    assertThat(elm.run("service", "remove", "ssh").isSuccess()).isTrue();
    assertThat(elm.run("service", "list").output()).doesNotContain("ssh");
  }

  /** What elm's dig prints about a question to its own service address. */
  private static String dig(String... question) {
    List<String> arguments = new ArrayList<>(List.of("+time=5", "+tries=1", SERVER));
    arguments.addAll(List.of(question));
    return elm.host().tryExec(with("dig", arguments)).output().strip();
  }

  private static String[] with(String command, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(arguments);
    return all.toArray(String[]::new);
  }

  private static String getent(String database, String key) {
    return elm.host().tryExec("getent", database, key).output();
  }

  private static boolean sameAddress(String one, String other) {
    try {
      return InetAddress.getByName(one).equals(InetAddress.getByName(other));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
