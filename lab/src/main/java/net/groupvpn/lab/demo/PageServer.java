package net.groupvpn.lab.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A web server with one page, for a member's machine. */
public final class PageServer {
  /** The port that it listens on. */
  public static final int PORT = 8080;

  /** What it prints once it listens. */
  public static final String READY = "page server listens";

  private PageServer() {}

  /** The page of a machine. */
  public static String pageOf(String machine) {
    return "This page is served by " + machine + ".\n";
  }

  /** {@code args[0]} is the machine's name. */
  public static void main(String[] args) throws IOException {
    byte[] page = pageOf(args[0]).getBytes(StandardCharsets.UTF_8);
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    System.out.println(READY);
  }
}
