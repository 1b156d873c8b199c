package net.groupvpn.lab.tunnel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Executors;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A web server that answers each request with the address from which it came, and one for /endless
 * with bytes until the caller has gone; and a DNS server that answers each question for an IPv4
 * address with its argument.
 */
public final class MirrorMain {
  /** What it prints when it serves. */
  public static final String READY = "mirror ready";

  private static final int HTTP_PORT = 80;
  private static final int DNS_PORT = 53;
  private static final int OK = 200;
  private static final int BLOCK_BYTES = 64 << 10;
  private static final int TTL_SECONDS = 30;
  private static final int MAX_BYTES = 512;

  private MirrorMain() {}

  /** Serves until it is stopped. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("::", HTTP_PORT), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          String from = exchange.getRemoteAddress().getAddress().getHostAddress();
          byte[] body = (from + "\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(OK, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.createContext("/endless", MirrorMain::sendWithoutEnd);
    server.start();
    System.out.println(READY);
    answerNames(InetAddress.getByName(arguments[0]));
  }

  private static void sendWithoutEnd(HttpExchange exchange) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    exchange.sendResponseHeaders(OK, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      while (true) {
        out.write(block);
      }
    }
  }

  private static void answerNames(InetAddress address) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, DNS_PORT))) {
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
