package net.groupvpn.lab.natgrid;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;

/**
 * A TCP connection on which a few bytes arrive fifty times a second; the receiver records the
 * times.
 */
final class TcpFlow implements AutoCloseable {
  private static final int PORT = 9_100;
  private static final int CHUNK_BYTES = 400;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long NOTED_MILLIS = 150;
  private static final long START_SECONDS = 30;
  private static final String READY = "listening";
  private static final String CAME = "came at ";
  private static final Pattern MOMENT = Pattern.compile(CAME + "(\\d+)\\n");

  private final HostProcess receiver;
  private final HostProcess sender;

  /** Connects {@code from} to {@code to}, and waits until bytes arrive. */
  TcpFlow(Host from, Host to, String address) {
    receiver = to.start("tcp-receiver", JavaCommand.of(TcpFlow.class, "-Xshare:auto"));
    receiver.awaitOutput(READY, START_SECONDS);
    List<String> command = JavaCommand.of(TcpFlow.class, "-Xshare:auto");
    sender = from.start("tcp-sender", Stream.concat(command.stream(), Stream.of(address)).toList());
    receiver.awaitOutput(CAME, START_SECONDS);
  }

  /** {@link Gaps#longestMillis} of bytes; 0 if there was no gap. */
  long longestGapMillis(long sinceMillis) {
    List<Long> moments =
        MOMENT.matcher(receiver.output()).results().map(at -> Long.valueOf(at.group(1))).toList();
    long gap = Gaps.longestMillis(moments, sinceMillis, System.currentTimeMillis());
    return gap < NOTED_MILLIS ? 0 : gap;
  }

  @Override
  public void close() {
    sender.stop();
    receiver.stop();
  }

  /** No arguments: receives one connection. Otherwise the address to send to. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      receive();
    } else {
      send(args[0]);
    }
  }

  private static void receive() throws IOException {
    try (ServerSocket server = new ServerSocket(PORT)) {
      System.out.println(READY);
      try (Socket socket = server.accept();
          InputStream in = socket.getInputStream()) {
        byte[] buffer = new byte[1 << 16];
        while (in.read(buffer) > 0) {
          System.out.println(CAME + System.currentTimeMillis());
        }
      }
    }
  }

  private static void send(String address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, PORT));
      OutputStream out = socket.getOutputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      while (true) {
        out.write(chunk);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
