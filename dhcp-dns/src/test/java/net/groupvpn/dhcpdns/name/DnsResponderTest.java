package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsResponderTest {
  private static final NodeId NODE = NodeId.ofHex("12".repeat(20));
  private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.128.3.7");

  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  private final NamedMember printer =
      new NamedMember(NODE, new Label("printer"), ADDRESS, network.addressOf(NODE), true);
  private final Engine engine = new Engine(new Random(1), new Now(0, 0));
  private final FakeLookup lookup = new FakeLookup();
  private final DnsResponder responder = new DnsResponder(engine, network, "office.gvpn", lookup);
  private final List<byte[]> answers = new ArrayList<>();

  @Test
  void aMembersIpv4AddressIsAnswered() throws Exception {
    Message reply = ask("printer.office.gvpn.", Type.A);
    assertThat(code(reply)).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
    assertThat(answer(reply)).isEqualTo("10.128.3.7");
    assertThat(reply.getSection(Section.ANSWER).get(0).getTTL()).isLessThanOrEqualTo(60);
  }

  @Test
  void aMembersIpv6AddressIsAnswered() throws Exception {
    Message reply = ask("printer.office.gvpn.", Type.AAAA);
    assertThat(answer(reply)).isEqualTo(network.addressOf(NODE).toString());
  }

  @Test
  void aMemberWithoutIpv6HasNoIpv6Address() throws Exception {
    lookup.member =
        new NamedMember(NODE, new Label("printer"), ADDRESS, network.addressOf(NODE), false);
    Message reply = ask("printer.office.gvpn.", Type.AAAA);
    assertThat(code(reply)).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    assertThat(answer(ask("printer.office.gvpn.", Type.A))).isEqualTo("10.128.3.7");
  }

  @Test
  void aVersionOfEdnsThatNobodySpeaksIsSaidToBeUnknown() throws Exception {
    Message query =
        Message.newQuery(
            Record.newRecord(Name.fromString("printer.office.gvpn."), Type.A, DClass.IN));
    query.addRecord(new OPTRecord(1_232, 0, 1), Section.ADDITIONAL);
    responder.onQuery(query.toWire(), answers::add);
    Message reply = new Message(answers.get(0));
    assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
    assertThat(reply.getOPT().getVersion()).isZero();
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
  }

  @Test
  void caseDoesNotMatterAndIsKept() throws Exception {
    Message reply = ask("PrinTer.OFFICE.gvpn.", Type.A);
    assertThat(answer(reply)).isEqualTo("10.128.3.7");
    assertThat(reply.getSection(Section.ANSWER).get(0).getName())
        .hasToString("PrinTer.OFFICE.gvpn.");
  }

  @Test
  void bothAddressesLeadBackToTheName() throws Exception {
    Name four = ReverseMap.fromAddress("10.128.3.7");
    Name six = ReverseMap.fromAddress(network.addressOf(NODE).toInetAddress());
    assertThat(answer(ask(four.toString(), Type.PTR))).isEqualTo("printer.office.gvpn.");
    assertThat(answer(ask(six.toString(), Type.PTR))).isEqualTo("printer.office.gvpn.");
  }

  @Test
  void thatNobodyHasANameIsNotSaidUnlessItIsKnown() throws Exception {
    lookup.missing = Finding.unknown();
    assertThat(code(ask("nobody.office.gvpn.", Type.A))).isEqualTo(Rcode.SERVFAIL);
    assertThat(code(ask("9.3.128.10.in-addr.arpa.", Type.PTR))).isEqualTo(Rcode.SERVFAIL);
    assertThat(engine.counters().get(ServiceCounter.DNS_UNKNOWN)).isEqualTo(2);
  }

  @Test
  void anUnknownNameDoesNotExist() throws Exception {
    for (String name :
        new String[] {"nobody.office.gvpn.", "a.printer.office.gvpn.", "_x.office.gvpn."}) {
      Message reply = ask(name, Type.A);
      assertThat(code(reply)).isEqualTo(Rcode.NXDOMAIN);
      assertThat(reply.getSection(Section.AUTHORITY).get(0).getType()).isEqualTo(Type.SOA);
    }
  }

  @Test
  void aKnownNameWithoutThatTypeHasNoData() throws Exception {
    Message reply = ask("printer.office.gvpn.", Type.MX);
    assertThat(code(reply)).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    assertThat(reply.getSection(Section.AUTHORITY)).hasSize(1);
  }

  @Test
  void theZoneItselfHasAStartOfAuthority() throws Exception {
    assertThat(ask("office.gvpn.", Type.SOA).getSection(Section.ANSWER)).hasSize(1);
    assertThat(ask("office.gvpn.", Type.A).getSection(Section.AUTHORITY)).hasSize(1);
  }

  @Test
  void otherPeoplesNamesAreRefused() throws Exception {
    for (String name :
        new String[] {
          "example.org.",
          "gvpn.",
          ".",
          "xoffice.gvpn.",
          "1.2.0.192.in-addr.arpa.",
          "x.3.128.10.in-addr.arpa.",
          "300.3.128.10.in-addr.arpa.",
          "1.ip6.arpa."
        }) {
      assertThat(code(ask(name, Type.A))).as(name).isEqualTo(Rcode.REFUSED);
    }
  }

  @Test
  void inFullTunnelOtherPeoplesNamesAreAskedOutsideAndTheGroupsAreNot() throws Exception {
    List<byte[]> asked = new ArrayList<>();
    responder.setOutside(
        (query, answer) -> {
          asked.add(query);
          answer.accept(query);
          return true;
        });
    assertThat(ask("example.org.", Type.A).getQuestion().getName().toString())
        .isEqualTo("example.org.");
    assertThat(asked).hasSize(1);
    ask("office.gvpn.", Type.SOA);
    assertThat(code(ask("example.org.", Type.AXFR))).isEqualTo(Rcode.REFUSED);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aLookupThatTakesTooLongFails() throws Exception {
    lookup.silent = true;
    send(query("printer.office.gvpn.", Type.A));
    assertThat(answers).isEmpty();
    engine.onTimeout(new Now(DnsResponder.PATIENCE_NANOS, 0));
    assertThat(code(new Message(answers.get(0)))).isEqualTo(Rcode.SERVFAIL);
    lookup.waiting.forEach(waiter -> waiter.accept(Finding.of(printer)));
    assertThat(answers).hasSize(1);
  }

  @Test
  void onlySoManyQueriesWait() throws Exception {
    lookup.silent = true;
    for (int i = 0; i < DnsResponder.MAX_PENDING; i++) {
      send(query("printer.office.gvpn.", Type.A));
    }
    assertThat(answers).isEmpty();
    assertThat(code(ask("printer.office.gvpn.", Type.A))).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void updatesAndQueriesWithoutAQuestionAreAnsweredWithAnError() throws Exception {
    Message update = query("printer.office.gvpn.", Type.A);
    update.getHeader().setOpcode(Opcode.UPDATE);
    send(update);
    send(new Message(7));
    assertThat(code(new Message(answers.get(0)))).isEqualTo(Rcode.NOTIMP);
    assertThat(code(new Message(answers.get(1)))).isEqualTo(Rcode.FORMERR);
  }

  @Test
  void extendedQueriesGetExtendedReplies() throws Exception {
    Message query = query("printer.office.gvpn.", Type.A);
    query.addRecord(new OPTRecord(4_096, 0, 0), Section.ADDITIONAL);
    send(query);
    assertThat(new Message(answers.get(0)).getOPT()).isNotNull();
  }

  @Test
  void repliesAreNotAnswered() throws Exception {
    Message reply = query("printer.office.gvpn.", Type.A);
    reply.getHeader().setFlag(Flags.QR);
    send(reply);
    assertThat(answers).isEmpty();
  }

  @Test
  void damagedQueriesNeverMakeItThrow() throws Exception {
    byte[] good = query("printer.office.gvpn.", Type.A).toWire();
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 20));
      for (int changes = random.nextInt(6); changes >= 0 && bad.length > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      responder.onQuery(bad, answers::add);
    }
    responder.onQuery(new byte[DnsResponder.MAX_QUERY_BYTES + 1], answers::add);
    assertThat(engine.counters().get(ServiceCounter.DROPPED_DNS_MALFORMED)).isGreaterThan(1_000);
    assertThat(answers).allMatch(a -> a.length <= 512);
  }

  private Message ask(String name, int type) throws Exception {
    answers.clear();
    send(query(name, type));
    return new Message(answers.get(0));
  }

  private void send(Message query) {
    responder.onQuery(query.toWire(), answers::add);
  }

  private static Message query(String name, int type) throws Exception {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  private static int code(Message reply) {
    return reply.getHeader().getRcode();
  }

  private static String answer(Message reply) {
    return reply.getSection(Section.ANSWER).get(0).rdataToString();
  }

  @Test
  void namesThatProgramsObeyLeadToNobodyWhoeverHasThem() throws Exception {
    lookup.missing = Finding.of(printer);
    for (String name : new String[] {"wpad", "WPAD", "isatap", "localhost"}) {
      assertThat(code(ask(name + ".office.gvpn.", Type.A))).isEqualTo(Rcode.NXDOMAIN);
    }
    assertThat(NameLabel.of("WPAD.example.org", NODE)).isEqualTo("member-12121212");
  }

  private final class FakeLookup implements MemberLookup {
    private final List<Consumer<Finding<NamedMember>>> waiting = new ArrayList<>();
    private boolean silent;
    private NamedMember member = printer;
    private Finding<NamedMember> missing = Finding.nobody();

    @Override
    public void byName(Label label, Consumer<Finding<NamedMember>> done) {
      answer(label.text().equals("printer"), done);
    }

    @Override
    public void byAddress(Ipv4Address address, Consumer<Finding<NamedMember>> done) {
      answer(Objects.equals(address, ADDRESS), done);
    }

    @Override
    public void byAddress(Ipv6Address address, Consumer<Finding<NamedMember>> done) {
      answer(address.equals(printer.address6()), done);
    }

    private void answer(boolean found, Consumer<Finding<NamedMember>> done) {
      if (silent) {
        waiting.add(done);
      } else {
        done.accept(found ? Finding.of(member) : missing);
      }
    }
  }
}
