package net.groupvpn.dhcpdns.name;

import static net.groupvpn.dhcpdns.name.DnsBed.ADDRESS;
import static net.groupvpn.dhcpdns.name.DnsBed.NODE;
import static net.groupvpn.dhcpdns.name.DnsBed.answer;
import static net.groupvpn.dhcpdns.name.DnsBed.code;
import static net.groupvpn.dhcpdns.name.DnsBed.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is answered to whom; {@link DnsMessagesTest} has the form of messages. */
class DnsResponderTest {
  private final DnsBed bed = new DnsBed();

  @Test
  void aMembersIpv4AddressIsAnswered() throws Exception {
    Message reply = bed.ask("printer.office.gvpn.", Type.A);
    assertThat(code(reply)).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer(reply)).isEqualTo("10.128.3.7");
    assertThat(reply.getSection(Section.ANSWER).get(0).getTTL()).isLessThanOrEqualTo(60);
  }

  @Test
  void aMembersIpv6AddressIsAnswered() throws Exception {
    Message reply = bed.ask("printer.office.gvpn.", Type.AAAA);
    assertThat(answer(reply)).isEqualTo(bed.network.addressOf(NODE).toString());
  }

  @Test
  void aMemberWithoutIpv6HasNoIpv6Address() throws Exception {
    bed.lookup.member =
        new NamedMember(NODE, new Label("printer"), ADDRESS, bed.network.addressOf(NODE), false);
    assertNoData(bed.ask("printer.office.gvpn.", Type.AAAA));
    assertThat(answer(bed.ask("printer.office.gvpn.", Type.A))).isEqualTo("10.128.3.7");
  }

  @Test
  void bothAddressesLeadBackToTheName() throws Exception {
    Name four = ReverseMap.fromAddress("10.128.3.7");
    Name six = ReverseMap.fromAddress(bed.network.addressOf(NODE).toInetAddress());
    assertThat(answer(bed.ask(four.toString(), Type.PTR))).isEqualTo("printer.office.gvpn.");
    assertThat(answer(bed.ask(six.toString(), Type.PTR))).isEqualTo("printer.office.gvpn.");
  }

  @Test
  void thatNobodyHasANameIsNotSaidUnlessItIsKnown() throws Exception {
    bed.lookup.missing = Finding.unknown();
    assertThat(code(bed.ask("nobody.office.gvpn.", Type.A))).isEqualTo(Rcode.SERVFAIL);
    assertThat(code(bed.ask("9.3.128.10.in-addr.arpa.", Type.PTR))).isEqualTo(Rcode.SERVFAIL);
    assertThat(bed.engine.counters().get(ServiceCounter.DNS_UNKNOWN)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody.office.gvpn.",
        "a.printer.office.gvpn.",
        "_x.office.gvpn.",
        "x.3.128.10.in-addr.arpa.",
        "300.3.128.10.in-addr.arpa.",
        "07.3.128.10.in-addr.arpa.",
        "1.7.3.128.10.in-addr.arpa.",
        "255.255.128.10.in-addr.arpa.",
        "9.3.128.10.in-addr.arpa."
      })
  void whatNobodyHasDoesNotExist(String name) throws Exception {
    for (int type : new int[] {Type.A, Type.PTR, Type.MX, Type.ANY}) {
      Message reply = bed.ask(name, type);
      assertThat(code(reply)).isEqualTo(Rcode.NXDOMAIN);
      assertThat(reply.getSection(Section.ANSWER)).isEmpty();
      assertNegativeTime(reply);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "printer.office.gvpn.,MX",
    "printer.office.gvpn.,SOA",
    "printer.office.gvpn.,TYPE65",
    "office.gvpn.,MX",
    "office.gvpn.,DS",
    "128.10.in-addr.arpa.,PTR",
    "3.128.10.in-addr.arpa.,PTR",
    "3.128.10.in-addr.arpa.,ANY",
    "7.3.128.10.in-addr.arpa.,A"
  })
  void aNameWithoutThatTypeHasNoData(String name, String type) throws Exception {
    assertNoData(bed.ask(name, Type.value(type, true)));
  }

  @Test
  void zonesHaveAStartOfAuthorityAndANameServerWithAnAddress() throws Exception {
    String zone6 = ReverseZones.of(bed.network).get(1) + ".";
    for (String zone : new String[] {"office.gvpn.", "128.10.in-addr.arpa.", zone6}) {
      assertThat(answer(bed.ask(zone, Type.SOA))).startsWith("office.gvpn. hostmaster.office.gvpn");
      assertThat(answer(bed.ask(zone, Type.NS))).isEqualTo("office.gvpn.");
    }
    assertThat(answer(bed.ask("office.gvpn.", Type.A))).isEqualTo("10.128.0.1");
    String service6 = bed.network.serviceAddress6().toString();
    assertThat(answer(bed.ask("office.gvpn.", Type.AAAA))).isEqualTo(service6);
    assertThat(answer(bed.ask("1.0.128.10.in-addr.arpa.", Type.PTR))).isEqualTo("office.gvpn.");
    bed.responder.setIpv6(false);
    assertNoData(bed.ask("office.gvpn.", Type.AAAA));
  }

  @Test
  void aQuestionForEverythingGetsLittle() throws Exception {
    for (String name : new String[] {"printer.office.gvpn.", "office.gvpn."}) {
      assertThat(answer(bed.ask(name, Type.ANY))).isEqualTo("\"RFC8482\" \"\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org.",
        "gvpn.",
        ".",
        "xoffice.gvpn.",
        "1.2.0.192.in-addr.arpa.",
        "10.in-addr.arpa.",
        "1.ip6.arpa."
      })
  void otherPeoplesNamesAreRefused(String name) throws Exception {
    Message reply = bed.ask(name, Type.A);
    assertThat(code(reply)).isEqualTo(Rcode.REFUSED);
    assertThat(reply.getHeader().getFlag(Flags.AA)).isFalse();
  }

  @Test
  void inFullTunnelOtherPeoplesNamesAreAskedOutsideAndTheGroupsAreNot() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    bed.responder.setOutside(
        (query, maxBytes, answer) -> {
          asked.add(query);
          answer.accept(query);
          return true;
        });
    assertThat(bed.ask("example.org.", Type.A).getQuestion().getName().toString())
        .isEqualTo("example.org.");
    assertThat(asked).hasSize(1);
    bed.ask("office.gvpn.", Type.SOA);
    bed.ask("nobody.office.gvpn.", Type.A);
    bed.ask("a.printer.office.gvpn.", Type.A);
    bed.ask("x.128.10.in-addr.arpa.", Type.PTR);
    assertThat(code(bed.ask("example.org.", Type.AXFR))).isEqualTo(Rcode.REFUSED);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aLookupThatTakesTooLongFails() throws Exception {
    bed.lookup.silent = true;
    bed.send(query("printer.office.gvpn.", Type.A));
    assertThat(bed.answers).isEmpty();
    bed.engine.onTimeout(new Now(DnsResponder.PATIENCE_NANOS, 0));
    assertThat(code(new Message(bed.answers.get(0)))).isEqualTo(Rcode.SERVFAIL);
    bed.lookup.waiting.forEach(waiter -> waiter.accept(Finding.of(bed.printer)));
    assertThat(bed.answers).hasSize(1);
  }

  @Test
  void oneMachineLeavesPlacesForTheQuestionsOfOthers() throws Exception {
    bed.lookup.silent = true;
    byte[] query = query("printer.office.gvpn.", Type.A).toWire();
    for (int i = 0; i < DnsResponder.MAX_PENDING_OF_SOURCE; i++) {
      bed.send(query, false);
    }
    assertThat(bed.answers).isEmpty();
    assertThat(code(bed.ask("printer.office.gvpn.", Type.A))).isEqualTo(Rcode.SERVFAIL);
    assertThat(bed.engine.counters().get(ServiceCounter.DROPPED_DNS_PENDING)).isEqualTo(1);
    bed.answers.clear();
    bed.send(query, false, DnsBed.OTHER_SOURCE);
    assertThat(bed.answers).as("waits for its look-up").isEmpty();
    bed.lookup.waiting.forEach(waiter -> waiter.accept(Finding.of(bed.printer)));
    bed.answers.clear();
    bed.send(query, false);
    assertThat(bed.answers).as("its places are free again").isEmpty();
  }

  @Test
  void onlySoManyQueriesOfAllMachinesWait() throws Exception {
    bed.lookup.silent = true;
    byte[] query = query("printer.office.gvpn.", Type.A).toWire();
    for (int i = 0; i < DnsResponder.MAX_PENDING; i++) {
      bed.send(query, false, new Ipv6Address(1, i));
    }
    assertThat(bed.answers).isEmpty();
    assertThat(code(bed.ask("printer.office.gvpn.", Type.A))).isEqualTo(Rcode.SERVFAIL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMachineThatAsksWithoutEndIsRefusedAtOnceForAWhile(boolean isStream) throws Exception {
    byte[] query = query("printer.office.gvpn.", Type.A).toWire();
    for (int i = 0; i < DnsResponder.LOOKUPS_AT_ONCE; i++) {
      bed.send(query, isStream);
    }
    bed.answers.clear();
    bed.send(query, isStream);
    assertThat(code(new Message(bed.answers.get(0)))).isEqualTo(Rcode.SERVFAIL);
    assertThat(bed.engine.counters().get(ServiceCounter.DROPPED_DNS_RATE)).isEqualTo(1);
    assertThat(answer(bed.ask("office.gvpn.", Type.A))).as("costs nobody").isNotEmpty();
    bed.engine.onTimeout(new Now(1_000_000_000L, 0));
    assertThat(answer(bed.ask("printer.office.gvpn.", Type.A))).isEqualTo("10.128.3.7");
  }

  @Test
  void namesOutsideHaveAShareOfPlacesForEachMachine() throws Exception {
    List<Consumer<byte[]>> waiting = new ArrayList<>();
    bed.responder.setOutside((query, maxBytes, answer) -> waiting.add(answer));
    byte[] query = query("example.org.", Type.A).toWire();
    for (int i = 0; i < DnsResponder.MAX_PENDING_OF_SOURCE; i++) {
      bed.send(query, false);
    }
    assertThat(bed.answers).isEmpty();
    assertThat(code(bed.ask("example.org.", Type.A))).isEqualTo(Rcode.SERVFAIL);
    assertThat(bed.engine.counters().get(ServiceCounter.DROPPED_DNS_OUTSIDE_PENDING)).isEqualTo(1);
    bed.send(query, false, DnsBed.OTHER_SOURCE);
    assertThat(waiting).hasSize(DnsResponder.MAX_PENDING_OF_SOURCE + 1);
    waiting.get(0).accept(query);
    bed.send(query, false);
    assertThat(waiting).hasSize(DnsResponder.MAX_PENDING_OF_SOURCE + 2);
  }

  @Test
  void namesOutsideHaveARateForEachMachine() throws Exception {
    bed.responder.setOutside(
        (query, maxBytes, answer) -> {
          answer.accept(query);
          return true;
        });
    byte[] query = query("example.org.", Type.A).toWire();
    for (int i = 0; i < DnsResponder.OUTSIDE_AT_ONCE; i++) {
      bed.send(query, false);
    }
    assertThat(code(bed.ask("example.org.", Type.A))).isEqualTo(Rcode.SERVFAIL);
    assertThat(bed.engine.counters().get(ServiceCounter.DROPPED_DNS_OUTSIDE_RATE)).isEqualTo(1);
    bed.answers.clear();
    bed.send(query, false, DnsBed.OTHER_SOURCE);
    assertThat(bed.answers.get(0)).isEqualTo(query);
  }

  @Test
  void namesThatProgramsObeyLeadToNobodyWhoeverHasThem() throws Exception {
    bed.lookup.missing = Finding.of(bed.printer);
    for (String name : new String[] {"wpad", "WPAD", "isatap", "localhost"}) {
      assertThat(code(bed.ask(name + ".office.gvpn.", Type.A))).isEqualTo(Rcode.NXDOMAIN);
    }
    assertThat(NameLabel.of("WPAD.example.org", NODE)).isEqualTo("member-12121212");
  }

  private static void assertNoData(Message reply) {
    assertThat(code(reply)).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    assertNegativeTime(reply);
  }

  private static void assertNegativeTime(Message reply) {
    assertThat(reply.getSection(Section.AUTHORITY)).hasSize(1);
    SOARecord soa = (SOARecord) reply.getSection(Section.AUTHORITY).get(0);
    assertThat(soa.getTTL()).isEqualTo(DnsReplies.NEGATIVE_TTL_SECONDS);
    assertThat(soa.getMinimum()).isEqualTo(DnsReplies.NEGATIVE_TTL_SECONDS);
  }
}
