package net.groupvpn.simulator.data;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The lines of a plain, gz or xz file, with their numbers, and errors that name them. */
final class LineSource implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** An xz file may ask for any amount of memory. */
  private static final int XZ_MEMORY_KIB = 1 << 17;

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
      InputStream in = decompressed(file);
      return new LineSource(
          name,
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), BUFFER_BYTES));
    } catch (NoSuchFileException e) {
      throw new DatasetException("there is no file " + name);
    } catch (AccessDeniedException e) {
      throw new DatasetException(name + " may not be read by this user");
    } catch (IOException e) {
      throw new DatasetException(name + " cannot be read: " + e.getMessage());
    }
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
      throw new DatasetException(
          name + " is cut off: its compressed data ends after line " + number);
    } catch (IOException e) {
      throw new DatasetException(name + " is damaged after line " + number + ": " + e.getMessage());
    }
  }

  /** The rest, for readers of XML. */
  BufferedReader reader() {
    return reader;
  }

  String name() {
    return name;
  }

  /** Number of the line read last, from 1. */
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
