package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class AnswerCacheTest {
  private final AnswerCache cache = new AnswerCache();
  private long nowSeconds = 1_000;

  @Test
  void anAnswerIsKeptAsLongAsItsShortestRecordLives() throws Exception {
    Message query = query("www.example.org.", Type.A);
    Message reply = reply(query, Rcode.NOERROR);
    reply.addRecord(address("www.example.org.", 60), Section.ANSWER);
    reply.addRecord(address("www.example.org.", 20), Section.ANSWER);
    keep(query, reply);
    nowSeconds += 19;
    Message kept = Objects.requireNonNull(find(query));
    assertThat(kept.getSection(Section.ANSWER)).extracting(Record::getTTL).containsExactly(41L, 1L);
    nowSeconds += 1;
    assertThat(find(query)).isNull();
    assertThat(cache.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "other.example.org.,1,false,false",
    "www.example.org.,28,false,false",
    "www.example.org.,1,true,false",
    "www.example.org.,1,false,true"
  })
  void anotherQuestionGetsNothingOfIt(String name, int type, boolean isSigned, boolean isUnchecked)
      throws Exception {
    Message query = query("www.example.org.", Type.A);
    Message reply = reply(query, Rcode.NOERROR);
    reply.addRecord(address("www.example.org.", 60), Section.ANSWER);
    reply.addRecord(address("other.example.org.", 60), Section.ADDITIONAL);
    keep(query, reply);
    Message other = query(name, type);
    if (isSigned) {
      other.addRecord(new OPTRecord(1_232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
    }
    if (isUnchecked) {
      other.getHeader().setFlag(Flags.CD);
    }
    assertThat(find(other)).isNull();
    assertThat(find(query("WWW.example.ORG.", Type.A))).isNotNull();
  }

  @Test
  void thatThereIsNoneIsKeptAsLongAsTheStartOfAuthoritySays() throws Exception {
    for (int code : new int[] {Rcode.NXDOMAIN, Rcode.NOERROR}) {
      Message query = query("none" + code + ".example.org.", Type.A);
      Message reply = reply(query, code);
      reply.addRecord(authority(600, 30), Section.AUTHORITY);
      keep(query, reply);
      assertThat(find(query)).isNotNull();
      nowSeconds += 30;
      assertThat(find(query)).isNull();
    }
  }

  @Test
  void whatSaysNotHowLongItHoldsIsNotKept() throws Exception {
    Message query = query("none.example.org.", Type.A);
    keep(query, reply(query, Rcode.NXDOMAIN));
    Message alias = reply(query, Rcode.NOERROR);
    Name target = Name.fromString("target.example.net.");
    alias.addRecord(
        new CNAMERecord(query.getQuestion().getName(), DClass.IN, 60, target), Section.ANSWER);
    keep(query, alias);
    assertThat(cache.size()).isZero();
  }

  @Test
  void failuresAndHalfAnswersAreNotKept() throws Exception {
    Message query = query("www.example.org.", Type.A);
    for (int code : new int[] {Rcode.SERVFAIL, Rcode.REFUSED}) {
      Message reply = reply(query, code);
      reply.addRecord(authority(60, 60), Section.AUTHORITY);
      keep(query, reply);
    }
    Message half = reply(query, Rcode.NOERROR);
    half.addRecord(address("www.example.org.", 60), Section.ANSWER);
    half.getHeader().setFlag(Flags.TC);
    keep(query, half);
    Message brief = reply(query, Rcode.NOERROR);
    brief.addRecord(address("www.example.org.", 0), Section.ANSWER);
    keep(query, brief);
    assertThat(cache.size()).isZero();
  }

  @Test
  void nothingIsKeptForLongWhateverItSays() throws Exception {
    Message query = query("www.example.org.", Type.A);
    Message reply = reply(query, Rcode.NOERROR);
    reply.addRecord(address("www.example.org.", 1_000_000), Section.ANSWER);
    keep(query, reply);
    nowSeconds += AnswerLife.MAX_SECONDS - 1;
    assertThat(find(query)).isNotNull();
    nowSeconds++;
    assertThat(find(query)).isNull();
  }

  @Test
  void theAnswerThatWasNotUsedForLongestGoesFirst() throws Exception {
    for (int i = 0; i < AnswerCache.MAX_ENTRIES; i++) {
      keepAddress(i);
    }
    assertThat(find(query("n0.example.org.", Type.A))).isNotNull();
    keepAddress(AnswerCache.MAX_ENTRIES);
    assertThat(cache.size()).isEqualTo(AnswerCache.MAX_ENTRIES);
    assertThat(find(query("n0.example.org.", Type.A))).isNotNull();
    assertThat(find(query("n1.example.org.", Type.A))).isNull();
  }

  @Test
  void longAnswersDoNotFillTheMemory() throws Exception {
    int many = 2 * AnswerCache.MAX_BYTES / 4_000;
    for (int i = 0; i < many; i++) {
      Message query = query("n" + i + ".example.org.", Type.A);
      Message reply = reply(query, Rcode.NOERROR);
      for (int j = 0; j < 250; j++) {
        byte[] address = {10, 0, (byte) i, (byte) j};
        Name name = query.getQuestion().getName();
        reply.addRecord(Record.newRecord(name, Type.A, DClass.IN, 60, address), Section.ANSWER);
      }
      keep(query, reply);
    }
    assertThat(cache.size()).isBetween(1, AnswerCache.MAX_BYTES / 4_000);
  }

  @Test
  void theReplyHasTheQuerysSpellingAndNumberAndOnlyItsOwnExtension() throws Exception {
    Message query = query("wWw.Example.org.", Type.A);
    Message question = OutsideMessages.question(query, 7);
    assertThat(question.getHeader().getID()).isEqualTo(7);
    Message answer = reply(query("www.example.org.", Type.A), Rcode.NOERROR);
    answer.getHeader().setID(7);
    answer.addRecord(address("www.example.org.", 60), Section.ANSWER);
    answer.addRecord(new OPTRecord(4_096, 0, 0), Section.ADDITIONAL);
    assertThat(OutsideMessages.isReplyTo(question, answer)).isTrue();
    Message reply = new Message(OutsideMessages.reply(query, answer, DnsQuery.PLAIN_BYTES));
    assertThat(reply.getHeader().getID()).isEqualTo(query.getHeader().getID());
    assertThat(reply.getQuestion().getName()).hasToString("wWw.Example.org.");
    assertThat(reply.getSection(Section.ANSWER).get(0).getName()).hasToString("wWw.Example.org.");
    assertThat(reply.getOPT()).isNull();
  }

  @Test
  void anotherNumberNameOrTypeIsNoReply() throws Exception {
    Message question = OutsideMessages.question(query("www.example.org.", Type.A), 7);
    Message number = reply(query("www.example.org.", Type.A), Rcode.NOERROR);
    number.getHeader().setID(8);
    Message name = reply(query("other.example.org.", Type.A), Rcode.NOERROR);
    name.getHeader().setID(7);
    Message type = reply(query("www.example.org.", Type.AAAA), Rcode.NOERROR);
    type.getHeader().setID(7);
    for (Message wrong : new Message[] {number, name, type, question}) {
      assertThat(OutsideMessages.isReplyTo(question, wrong)).isFalse();
    }
  }

  private void keepAddress(int number) throws Exception {
    String name = "n" + number + ".example.org.";
    Message query = query(name, Type.A);
    Message reply = reply(query, Rcode.NOERROR);
    reply.addRecord(address(name, 60), Section.ANSWER);
    keep(query, reply);
  }

  private void keep(Message query, Message reply) {
    cache.keep(query, reply, TimeUnit.SECONDS.toNanos(nowSeconds));
  }

  private @Nullable Message find(Message query) {
    return cache.find(query, TimeUnit.SECONDS.toNanos(nowSeconds));
  }

  private static Message query(String name, int type) throws Exception {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  private static Message reply(Message query, int code) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(code);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return reply;
  }

  private static ARecord address(String name, long ttl) throws Exception {
    return new ARecord(Name.fromString(name), DClass.IN, ttl, DnsBed.ADDRESS.toInetAddress());
  }

  private static SOARecord authority(long ttl, long minimum) throws Exception {
    Name zone = Name.fromString("example.org.");
    return new SOARecord(zone, DClass.IN, ttl, zone, zone, 1, 1, 1, 1, minimum);
  }
}
