package net.groupvpn.dhcpdns.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.dht.Finding;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.Now;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A responder in a group with one member, {@code printer}, and what it has answered. */
final class DnsBed {
  static final NodeId NODE = NodeId.ofHex("12".repeat(20));
  static final Ipv4Address ADDRESS = Ipv4Address.parse("10.128.3.7");
  static final Ipv6Address SOURCE = new Ipv6Address(0, 0xffff_0a80_0002L);
  static final Ipv6Address OTHER_SOURCE = new Ipv6Address(0, 0xffff_0a80_0003L);

  final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  final NamedMember printer =
      new NamedMember(NODE, new Label("printer"), ADDRESS, network.addressOf(NODE), true);
  final Engine engine = new Engine(new Random(1), new Now(0, 0));
  final FakeLookup lookup = new FakeLookup();
  final DnsResponder responder = new DnsResponder(engine, network, "office.gvpn", lookup);
  final List<byte[]> answers = new ArrayList<>();

  /** The reply by UDP to a plain query, which must come at once. */
  Message ask(String name, int type) throws Exception {
    return ask(query(name, type));
  }

  Message ask(Message query) throws Exception {
    answers.clear();
    send(query.toWire(), false);
    return new Message(answers.get(0));
  }

  void send(Message query) {
    send(query.toWire(), false);
  }

  void send(byte[] query, boolean isStream) {
    send(query, isStream, SOURCE);
  }

  void send(byte[] query, boolean isStream, Ipv6Address source) {
    responder.onQuery(new DnsRequest(query, isStream, source), answers::add);
  }

  static Message query(String name, int type) throws Exception {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  static int code(Message reply) {
    return reply.getRcode();
  }

  /** The data of the reply's only answer. */
  static String answer(Message reply) {
    List<Record> found = reply.getSection(Section.ANSWER);
    return found.size() == 1 ? found.get(0).rdataToString() : found.toString();
  }

  final class FakeLookup implements MemberLookup {
    final List<Consumer<Finding<NamedMember>>> waiting = new ArrayList<>();
    boolean silent;
    NamedMember member = printer;
    Finding<NamedMember> missing = Finding.nobody();

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

    @Override
    public void byService(ServiceType type, Consumer<Finding<List<NamedMember>>> done) {
      done.accept(Finding.of(member.service(type) == null ? List.of() : List.of(member)));
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
