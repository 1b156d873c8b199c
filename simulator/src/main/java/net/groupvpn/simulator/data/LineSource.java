package net.groupvpn.simulator.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The lines of a plain, gz or xz file, with their numbers, and errors that name them. UTF-8, or
 * UTF-16 if the file begins with a byte-order mark for it.
 */
final class LineSource implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** An xz file may ask for any amount of memory. */
  private static final int XZ_MEMORY_KIB = 1 << 17;

  private static final int BYTE_ORDER_MARK = '\ufeff';

  private final String name;
  private final BufferedReader reader;
  private int number;

  private LineSource(String name, BufferedReader reader) {
    this.name = name;
    this.reader = reader;
  }

  static LineSource open(Path file) throws DatasetException {
    String name = file.toString();
    try {
      return new LineSource(name, reader(new BufferedInputStream(decompressed(file))));
    } catch (NoSuchFileException e) {
      throw new DatasetException("there is no file " + name);
    } catch (EOFException e) {
      throw cutOff(name, 0);
    } catch (AccessDeniedException e) {
      throw new DatasetException(name + " may not be read by this user");
    } catch (IOException e) {
      throw new DatasetException(name + " cannot be read: " + e.getMessage());
    }
  }

  /** Lines of a text in memory. */
  static LineSource of(String name, String text) {
    return new LineSource(name, new BufferedReader(new StringReader(text)));
  }

  private static BufferedReader reader(InputStream in) throws IOException {
    in.mark(2);
    int mark = in.read() << Byte.SIZE | in.read();
    in.reset();
    boolean isUtf16 = mark == BYTE_ORDER_MARK || mark == Character.reverseBytes('\ufeff');
    Charset charset = isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, charset), BUFFER_BYTES);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  @SuppressWarnings("resource") // The caller closes it.
  private static InputStream decompressed(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      String name = file.toString().toLowerCase(Locale.ROOT);
      if (name.endsWith(".gz")) {
        return new GZIPInputStream(in, BUFFER_BYTES);
      }
      return name.endsWith(".xz") ? new XZInputStream(in, XZ_MEMORY_KIB) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The next line, or null at the end. */
  @Nullable String next() throws DatasetException {
    try {
      String line = reader.readLine();
      if (line != null) {
        number++;
      }
      return line;
    } catch (EOFException e) {
      throw cutOff(name, number);
    } catch (IOException e) {
      throw new DatasetException(name + " is damaged after line " + number + ": " + e.getMessage());
    }
  }

  private static DatasetException cutOff(String name, int line) {
    return new DatasetException(name + " is cut off: its compressed data ends after line " + line);
  }

  /** The rest, for readers of XML. */
  BufferedReader reader() {
    return reader;
  }

  String name() {
    return name;
  }

  /** Number of the last read line, from 1. */
  int number() {
    return number;
  }

  DatasetException error(String what) {
    return error(number, what);
  }

  DatasetException error(int line, String what) {
    return new DatasetException(name + ", line " + line + ": " + what);
  }

  @Override
  public void close() throws DatasetException {
    try {
      reader.close();
    } catch (IOException e) {
      throw new DatasetException(name + " cannot be closed: " + e.getMessage());
    }
  }
}
