package net.groupvpn.client.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Names that the client looks up over its own sockets. */
@Timeout(30)
class OwnLookupTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String HOST = "portal.example.org";

  private final List<String> prepared = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<Message> change = reply -> reply;
  private DatagramSocket datagrams;
  private ServerSocket streams;
  private OwnLookup lookup;

  @BeforeEach
  void aServer() throws Exception {
    streams = new ServerSocket(0, 1, LOOPBACK);
    datagrams = new DatagramSocket(streams.getLocalPort(), LOOPBACK);
    start(this::serveDatagrams);
    start(this::serveStreams);
    lookup =
        new OwnLookup(
            socket -> prepared.add(socket.getClass().getSimpleName()),
            () -> List.of(LOOPBACK),
            streams.getLocalPort());
  }

  private static void start(Runnable server) {
    Thread thread = new Thread(server, "name server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws Exception {
    datagrams.close();
    streams.close();
  }

  @Test
  void aNameIsFoundBySocketsThatWerePreparedFirst() throws Exception {
    assertThat(find()).containsExactly("192.0.2.1");
    assertThat(prepared).containsOnly("DatagramChannelImpl");
  }

  @Test
  void anAliasIsFollowedAndOtherRecordsAreNot() throws Exception {
    change =
        reply -> {
          Name name = reply.getQuestion().getName();
          Name alias = name("www.example.org.");
          reply.removeAllRecords(Section.ANSWER);
          add(reply, new CNAMERecord(name, DClass.IN, 1, alias));
          add(reply, new ARecord(alias, DClass.IN, 1, new byte[] {(byte) 192, 0, 2, 5}));
          add(reply, new ARecord(name("a.org."), DClass.IN, 1, new byte[] {(byte) 192, 0, 2, 6}));
          return reply;
        };
    assertThat(find()).containsOnly("192.0.2.5");
  }

  @Test
  void whatIsTruncatedIsAskedByTcp() throws Exception {
    change =
        reply -> {
          reply.getHeader().setFlag(Flags.TC);
          reply.removeAllRecords(Section.ANSWER);
          return reply;
        };
    assertThat(find()).containsExactly("192.0.2.1");
    assertThat(prepared).contains("SocketChannelImpl");
  }

  @Test
  void anAnswerToAnotherQuestionIsNone() throws Exception {
    change =
        reply -> {
          reply.getHeader().setID(reply.getHeader().getID() ^ 1);
          return reply;
        };
    assertThatThrownBy(() -> lookup.find(HOST)).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void withoutAServerThereIsNoAnswer() {
    OwnLookup alone = new OwnLookup(socket -> {}, List::of, 53);
    assertThatThrownBy(() -> alone.find(HOST))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("no name server is known");
    assertThatThrownBy(() -> alone.find("a..b")).isInstanceOf(UnknownHostException.class);
  }

  private List<String> find() throws UnknownHostException {
    return Arrays.stream(lookup.find(HOST)).map(InetAddress::getHostAddress).toList();
  }

  private void serveDatagrams() {
    byte[] buffer = new byte[4_096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        datagrams.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        byte[] reply = change.apply(reply(query)).toWire();
        datagrams.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      assertThat(datagrams.isClosed()).isTrue();
    }
  }

  private void serveStreams() {
    try {
      while (true) {
        try (Socket socket = streams.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          byte[] query = new byte[in.readUnsignedShort()];
          in.readFully(query);
          byte[] reply = reply(new Message(query)).toWire();
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(reply.length);
          out.write(reply);
        }
      }
    } catch (IOException e) {
      assertThat(streams.isClosed()).isTrue();
    }
  }

  private static Message reply(Message query) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    if (query.getQuestion().getType() == Type.A) {
      Name name = query.getQuestion().getName();
      add(reply, new ARecord(name, DClass.IN, 1, new byte[] {(byte) 192, 0, 2, 1}));
    }
    return reply;
  }

  private static void add(Message reply, Record record) {
    reply.addRecord(record, Section.ANSWER);
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
