package net.groupvpn.lab.endurance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;

/**
 * Bytes over TCP from one host to another, which answers with their hash. The sender prints {@link
 * #HALF} half-way, and {@link #SAME} if the hash is right.
 */
public final class Transfer {
  private static final int PORT = 9_000;
  private static final String READY = "transfer server listens";
  public static final String HALF = "half is sent";
  public static final String SAME = "the same bytes arrived";

  private static final int MIN_CHUNKS = 64;
  private static final long MAX_CHUNK_BYTES = 1 << 20;
  private static final long START_SECONDS = 30;

  private Transfer() {}

  /** Starts the receiving end on a host. */
  public static HostProcess serve(Host host) {
    return host.start("receiver", JavaCommand.of(Transfer.class, "-Xshare:auto"))
        .awaitOutput(READY, START_SECONDS);
  }

  /** Starts to send {@code bytes}, spread over {@code millis}. */
  public static HostProcess start(Host from, String to, long bytes, long millis) {
    List<String> command = new ArrayList<>(JavaCommand.of(Transfer.class, "-Xshare:auto"));
    command.addAll(List.of(to, Long.toString(bytes), Long.toString(millis)));
    return from.start("sender-" + System.nanoTime(), command);
  }

  /** No arguments: receives. Otherwise address, bytes, milliseconds. */
  public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
    if (args.length == 0) {
      receive();
    } else {
      send(args[0], Long.parseLong(args[1]), Long.parseLong(args[2]));
    }
  }

  private static void receive() throws IOException, NoSuchAlgorithmException {
    try (ServerSocket server = new ServerSocket(PORT)) {
      System.out.println(READY);
      while (true) {
        try (Socket socket = server.accept()) {
          MessageDigest digest = MessageDigest.getInstance("SHA-256");
          InputStream in = new DigestInputStream(socket.getInputStream(), digest);
          in.transferTo(OutputStream.nullOutputStream());
          socket.getOutputStream().write(text(digest));
        }
      }
    }
  }

  private static void send(String address, long bytes, long millis)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, PORT));
      OutputStream out = socket.getOutputStream();
      SplittableRandom random = new SplittableRandom(bytes);
      byte[] chunk = new byte[(int) Math.min(MAX_CHUNK_BYTES, Math.max(1, bytes / MIN_CHUNKS))];
      long chunks = (bytes + chunk.length - 1) / chunk.length;
      for (long i = 0; i < chunks; i++) {
        random.nextBytes(chunk);
        int length = (int) Math.min(chunk.length, bytes - i * chunk.length);
        digest.update(chunk, 0, length);
        out.write(chunk, 0, length);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis) / chunks);
        if (i == chunks / 2) {
          System.out.println(HALF);
        }
      }
      socket.shutdownOutput();
      byte[] answer = socket.getInputStream().readAllBytes();
      System.out.println(
          MessageDigest.isEqual(answer, text(digest)) ? SAME : "other bytes arrived");
    }
  }

  private static byte[] text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
  }
}
