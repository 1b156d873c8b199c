package net.groupvpn.lab.tunnel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A web server that answers each request with the address from which it came, and one for /endless
 * with bytes until the caller has gone; and a DNS server that answers each question for an IPv4
 * address with its argument.
 */
public final class MirrorMain {
  /** What it prints when it serves. */
  public static final String READY = "mirror ready";

  private static final int HTTP_PORT = 80;
  private static final int OK = 200;
  private static final int BLOCK_BYTES = 64 << 10;

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
    NameServerMain.serve(InetAddress.getByName(arguments[0]));
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
}
