package net.groupvpn.lab.names;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** An Internet provider's name server, which knows one name and denies all others. */
public final class ProviderNameServer {
  /** The name that it knows. */
  public static final String KNOWN_NAME = "www.provider.example";

  /** That name's address. */
  public static final String KNOWN_ADDRESS = "192.0.2.80";

  /** What it prints once it listens. */
  public static final String READY = "name server is up";

  private static final int PORT = 53;
  private static final int MAX_QUERY_BYTES = 4_096;
  private static final int TTL_SECONDS = 60;

  private ProviderNameServer() {}

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(PORT)) {
      System.out.println(READY);
      while (true) {
        DatagramPacket query = new DatagramPacket(new byte[MAX_QUERY_BYTES], MAX_QUERY_BYTES);
        socket.receive(query);
        byte[] answer =
            answer(new Message(Arrays.copyOf(query.getData(), query.getLength()))).toWire();
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      }
    }
  }

  private static Message answer(Message query) throws IOException {
    Record question = query.getQuestion();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    boolean isKnown = question.getName().equals(Name.fromString(KNOWN_NAME + "."));
    if (!isKnown) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else if (question.getType() == Type.A) {
      InetAddress address = InetAddress.getByName(KNOWN_ADDRESS);
      answer.addRecord(
          new ARecord(question.getName(), DClass.IN, TTL_SECONDS, address), Section.ANSWER);
    }
    return answer;
  }
}
