package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Names outside the group, asked of a name server on this machine's loopback address. */
@Timeout(30)
class TunnelNamesTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int MAX_BYTES = 1_232;
  private static final long TTL_SECONDS = 60;

  private final AtomicLong nowNanos = new AtomicLong();
  private final List<Message> asked = new CopyOnWriteArrayList<>();
  private final List<Integer> sourcePorts = new CopyOnWriteArrayList<>();
  private final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
  private volatile UnaryOperator<Message> change = reply -> reply;
  private DatagramSocket server;
  private TunnelNames names;

  @BeforeEach
  void aServer() throws Exception {
    server = new DatagramSocket(0, LOOPBACK);
    Thread thread = new Thread(this::serve, "name server");
    thread.setDaemon(true);
    thread.start();
    names = new TunnelNames(nowNanos::get, server.getLocalPort());
    names.use(LOOPBACK);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anAnswerIsRememberedWhileItsRecordsLive() throws Exception {
    assertThat(ask("www.example.org.").getRcode()).isEqualTo(Rcode.NOERROR);
    nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(TTL_SECONDS - 1));
    Message again = ask("WWW.example.org.");
    assertThat(again.getSection(Section.ANSWER).get(0).getTTL()).isEqualTo(1);
    assertThat(asked).hasSize(1);
    nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    ask("www.example.org.");
    assertThat(asked).hasSize(2);
  }

  @Test
  void anotherGatewaysAnswersAreForgotten() throws Exception {
    ask("www.example.org.");
    names.forget();
    ask("www.example.org.");
    names.use(null);
    names.use(LOOPBACK);
    ask("www.example.org.");
    assertThat(asked).hasSize(3);
  }

  @Test
  void whatAnswersAnotherQuestionCountsForNothing() throws Exception {
    List<UnaryOperator<Message>> lies =
        List.of(
            reply -> withId(reply, reply.getHeader().getID() ^ 1),
            reply -> withQuestion(reply, "other.example.org."));
    for (UnaryOperator<Message> lie : lies) {
      change = lie;
      assertThat(ask("www.example.org.").getRcode()).isEqualTo(Rcode.SERVFAIL);
    }
    change = reply -> reply;
    assertThat(ask("www.example.org.").getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(asked).hasSize(3);
  }

  @Test
  void idsAndPortsAreNotThoseOfTheMachineThatAsks() throws Exception {
    for (int i = 0; i < 8; i++) {
      ask("n" + i + ".example.org.", i);
    }
    assertThat(asked).extracting(query -> query.getHeader().getID()).doesNotHaveDuplicates();
    assertThat(asked.stream().filter(query -> query.getHeader().getID() < 8)).hasSizeLessThan(8);
    assertThat(sourcePorts.stream().distinct().count()).isGreaterThan(4);
  }

  @Test
  void namesThatMeanSomethingHereOnlyStayHere() throws Exception {
    for (String name : List.of("localhost.", "printer.local.", "a.b.Onion.", "invalid.")) {
      assertThat(ask(name).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutAGatewayNobodyIsAsked() throws Exception {
    names.use(null);
    assertThat(names.ask(query("www.example.org.", 7), MAX_BYTES, answers::add)).isFalse();
  }

  private Message ask(String name) throws Exception {
    return ask(name, 7);
  }

  private Message ask(String name, int id) throws Exception {
    assertThat(names.ask(query(name, id), MAX_BYTES, answers::add)).isTrue();
    Message reply = new Message(Objects.requireNonNull(answers.poll(10, TimeUnit.SECONDS)));
    assertThat(reply.getHeader().getID()).isEqualTo(id);
    assertThat(reply.getQuestion().getName()).hasToString(name);
    return reply;
  }

  private static byte[] query(String name, int id) throws Exception {
    return withId(Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN)), id)
        .toWire();
  }

  private void serve() {
    byte[] buffer = new byte[MAX_BYTES];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        server.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        asked.add(query);
        sourcePorts.add(packet.getPort());
        byte[] reply = change.apply(reply(query)).toWire();
        server.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  private static Message reply(Message query) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    Record question = query.getQuestion();
    reply.addRecord(question, Section.QUESTION);
    reply.addRecord(
        new ARecord(question.getName(), DClass.IN, TTL_SECONDS, LOOPBACK), Section.ANSWER);
    return reply;
  }

  private static Message withId(Message message, int id) {
    message.getHeader().setID(id);
    return message;
  }

  private static Message withQuestion(Message reply, String name) {
    try {
      Record question = Record.newRecord(Name.fromString(name), Type.A, DClass.IN);
      reply.removeAllRecords(Section.QUESTION);
      reply.addRecord(question, Section.QUESTION);
      return reply;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
