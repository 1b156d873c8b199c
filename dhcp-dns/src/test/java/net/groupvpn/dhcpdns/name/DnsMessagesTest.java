package net.groupvpn.dhcpdns.name;

import static net.groupvpn.dhcpdns.name.DnsBed.answer;
import static net.groupvpn.dhcpdns.name.DnsBed.code;
import static net.groupvpn.dhcpdns.name.DnsBed.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The form of queries and replies: errors, EDNS, lengths, spelling. */
class DnsMessagesTest {
  private static final String NAME = "printer.office.gvpn.";

  private final DnsBed bed = new DnsBed();

  @Test
  void aVersionOfEdnsThatNobodySpeaksIsSaidToBeUnknown() throws Exception {
    Message query = query(NAME, Type.A);
    query.addRecord(new OPTRecord(1_232, 0, 1), Section.ADDITIONAL);
    Message reply = bed.ask(query);
    assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
    assertThat(reply.getOPT().getVersion()).isZero();
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
  }

  @Test
  void extendedQueriesGetExtendedRepliesAndPlainOnesDoNot() throws Exception {
    Message query = query(NAME, Type.A);
    query.addRecord(new OPTRecord(4_096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    Message reply = bed.ask(query);
    assertThat(reply.getOPT().getPayloadSize()).isEqualTo(DnsQuery.MAX_DATAGRAM_BYTES);
    assertThat(reply.getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
    assertThat(bed.ask(NAME, Type.A).getOPT()).isNull();
  }

  @Test
  void twoExtensionsInOneQueryMakeNoSense() throws Exception {
    Message query = query(NAME, Type.A);
    query.addRecord(new OPTRecord(1_232, 0, 0), Section.ADDITIONAL);
    query.addRecord(new OPTRecord(4_096, 0, 0), Section.ADDITIONAL);
    assertThat(code(bed.ask(query))).isEqualTo(Rcode.FORMERR);
  }

  /** The asking machine's length, if any; whether by TCP; how long a reply may be. */
  @ParameterizedTest
  @CsvSource({"0,false,512", "100,false,512", "900,false,900", "4096,false,1232", "0,true,16384"})
  void aReplyIsNoLongerThanTheAskingMachineTakes(int payload, boolean isStream, int longest)
      throws Exception {
    Message query = query(NAME, Type.A);
    if (payload > 0) {
      query.addRecord(new OPTRecord(payload, 0, 0), Section.ADDITIONAL);
    }
    DnsQuery read = read(query, isStream);
    assertThat(read.maxReplyBytes()).isEqualTo(longest);
  }

  @Test
  void aReplyThatIsTooLongIsMarkedAsTruncatedAndKeepsItsExtension() throws Exception {
    Message query = query(NAME, Type.A);
    query.addRecord(new OPTRecord(600, 0, 0), Section.ADDITIONAL);
    DnsQuery read = read(query, false);
    Message reply = read.reply(Rcode.NOERROR);
    for (int i = 0; i < 100; i++) {
      byte[] address = {10, (byte) 128, 1, (byte) i};
      reply.addRecord(
          Record.newRecord(read.name(), Type.A, DClass.IN, 30, address), Section.ANSWER);
    }
    byte[] wire = read.finish(reply, 0);
    assertThat(wire).hasSizeLessThanOrEqualTo(600);
    Message sent = new Message(wire);
    assertThat(sent.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(sent.getOPT()).isNotNull();
  }

  @Test
  void caseDoesNotMatterAndIsKept() throws Exception {
    Message reply = bed.ask("PrinTer.OFFICE.gvpn.", Type.A);
    assertThat(answer(reply)).isEqualTo("10.128.3.7");
    assertThat(reply.getQuestion().getName()).hasToString("PrinTer.OFFICE.gvpn.");
    assertThat(reply.getSection(Section.ANSWER).get(0).getName())
        .hasToString("PrinTer.OFFICE.gvpn.");
  }

  @Test
  void otherOperationsAreNotImplemented() throws Exception {
    for (int opcode : new int[] {Opcode.UPDATE, Opcode.NOTIFY, Opcode.STATUS, 1, 9, 15}) {
      byte[] query = query(NAME, Type.A).toWire();
      query[2] = (byte) (opcode << 3);
      bed.answers.clear();
      bed.send(query, false);
      Message reply = new Message(bed.answers.get(0));
      assertThat(code(reply)).isEqualTo(Rcode.NOTIMP);
      assertThat(reply.getHeader().getOpcode()).isEqualTo(opcode);
    }
  }

  @Test
  void queriesWithoutOrWithManyQuestionsMakeNoSense() throws Exception {
    assertThat(code(bed.ask(new Message(7)))).isEqualTo(Rcode.FORMERR);
    Message two = query(NAME, Type.A);
    two.addRecord(Record.newRecord(Name.fromString(NAME), Type.AAAA, DClass.IN), Section.QUESTION);
    Message reply = bed.ask(two);
    assertThat(code(reply)).isEqualTo(Rcode.FORMERR);
    assertThat(reply.getHeader().getID()).isEqualTo(two.getHeader().getID());
  }

  @Test
  void aQueryThatIsCutMakesNoSenseAndOneWithoutHeaderIsDropped() throws Exception {
    byte[] whole = query(NAME, Type.A).toWire();
    bed.send(Arrays.copyOf(whole, whole.length - 3), false);
    bed.send(Arrays.copyOf(whole, 11), false);
    assertThat(bed.answers).hasSize(1);
    assertThat(code(new Message(bed.answers.get(0)))).isEqualTo(Rcode.FORMERR);
    assertThat(bed.engine.counters().get(ServiceCounter.DROPPED_DNS_MALFORMED)).isEqualTo(1);
  }

  @Test
  void otherClassesAndTransfersAreRefused() throws Exception {
    for (int dclass : new int[] {DClass.CH, DClass.HS, DClass.ANY}) {
      Name name = Name.fromString("version.bind.");
      Message query = Message.newQuery(Record.newRecord(name, Type.TXT, dclass));
      assertThat(code(bed.ask(query))).isEqualTo(Rcode.REFUSED);
    }
    assertThat(code(bed.ask("office.gvpn.", Type.AXFR))).isEqualTo(Rcode.REFUSED);
    assertThat(code(bed.ask("office.gvpn.", Type.IXFR))).isEqualTo(Rcode.REFUSED);
  }

  @Test
  void responsesAreNotAnswered() throws Exception {
    Message reply = query(NAME, Type.A);
    reply.getHeader().setFlag(Flags.QR);
    bed.send(reply);
    assertThat(bed.answers).isEmpty();
  }

  @Test
  void damagedQueriesNeverMakeItThrow() throws Exception {
    byte[] good = query(NAME, Type.A).toWire();
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 20));
      for (int changes = random.nextInt(6); changes >= 0 && bad.length > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      bed.send(bad, false);
    }
    bed.send(new byte[DnsResponder.MAX_QUERY_BYTES + 1], false);
    assertThat(bed.engine.counters().get(ServiceCounter.DROPPED_DNS_MALFORMED))
        .isGreaterThan(1_000);
    assertThat(bed.answers).allMatch(a -> a.length <= DnsQuery.PLAIN_BYTES);
  }

  private static DnsQuery read(Message query, boolean isStream) {
    DnsRequest request = new DnsRequest(query.toWire(), isStream, DnsBed.SOURCE);
    return Objects.requireNonNull(DnsQuery.read(request));
  }
}
