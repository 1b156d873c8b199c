package net.groupvpn.lab.tunnel;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server that answers each question for an IPv4 address with its own. */
public final class NameServerMain {
  /** What it prints when it serves. */
  public static final String READY = "name server ready";

  private static final int PORT = 53;
  private static final int TTL_SECONDS = 30;
  private static final int MAX_BYTES = 512;

  private NameServerMain() {}

  /** Serves at the address that is the only argument, until it is stopped. */
  public static void main(String[] arguments) throws IOException {
    serve(InetAddress.getByName(arguments[0]));
  }

  static void serve(InetAddress address) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, PORT))) {
      System.out.println(READY);
      DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
      while (true) {
        packet.setLength(MAX_BYTES);
        socket.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] reply = reply(new Message(query), address);
        socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    }
  }

  private static byte[] reply(Message query, InetAddress address) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    if (query.getQuestion().getType() == Type.A) {
      reply.addRecord(
          new ARecord(query.getQuestion().getName(), DClass.IN, TTL_SECONDS, address),
          Section.ANSWER);
    }
    return reply.toWire();
  }
}
