package net.groupvpn.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * What comes from a socket until a moment of {@link System#nanoTime}: whoever sends a byte now and
 * then cannot keep it open. Not thread-safe.
 */
public final class DeadlineInput extends InputStream {
  private static final int BYTE_MASK = 0xff;

  private final Socket socket;
  private final InputStream input;
  private final long end;

  /** Of a connected socket, whose time-out it sets. */
  public DeadlineInput(Socket socket, long end) throws IOException {
    this.socket = socket;
    this.input = socket.getInputStream();
    this.end = end;
  }

  /**
   * How long is left, at least 1: 0 would wait for ever.
   *
   * @throws SocketTimeoutException if nothing is left
   */
  public static int millisUntil(long end) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no whole answer in time");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & BYTE_MASK;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    socket.setSoTimeout(millisUntil(end));
    return input.read(bytes, offset, length);
  }
}
