package net.groupvpn.lab.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A program that asks a DNS server as fast as it can, each time for another name. */
public final class QuestionFlood {
  /** What it prints once it has begun. */
  public static final String STARTED = "flood started";

  private static final int PORT = 53;

  private QuestionFlood() {}

  /** The arguments are the server's address, the suffix of the names, and how many seconds. */
  public static void main(String[] arguments) throws IOException {
    InetSocketAddress server = new InetSocketAddress(InetAddress.getByName(arguments[0]), PORT);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
    ByteBuffer thrownAway = ByteBuffer.allocate(1 << 11);
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.connect(server);
      channel.configureBlocking(false);
      System.out.println(STARTED);
      int sent = 0;
      int answered = 0;
      while (System.nanoTime() < end) {
        Name name = Name.fromString("n" + sent + "." + arguments[1] + ".");
        Message query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
        sent += channel.write(ByteBuffer.wrap(query.toWire())) > 0 ? 1 : 0;
        while (channel.read(thrownAway.clear()) > 0) {
          answered++;
        }
      }
      System.out.println(sent + " questions, " + answered + " answers");
    }
  }
}
