package net.groupvpn.portal.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.groupvpn.portal.web.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must survive the restoration of a database backup, in files beside the database: each
 * group's newest revocation list, and who has left which group. Everything is on the disk when a
 * call returns. Thread-safe.
 */
public final class RevocationJournal {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationJournal.class);
  private static final String LIST = ".crl";
  private static final Set<StandardOpenOption> APPEND =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  private static final int FIELDS = 4;
  private final Path directory;
  private final Path departures;
  private final Map<String, Long> numbers = new ConcurrentHashMap<>();

  /** An account is no longer a member: LEFT or REVOKED. */
  record Departure(String groupId, String account, String status, Instant time) {}

  /** Opens the journal in a directory, which is created if missing. */
  public RevocationJournal(Path directory) throws IOException {
    this.directory = PrivateFiles.directory(directory);
    this.departures = directory.resolve("departures");
  }

  /** The highest number that a list of the group ever had here; 0 before the first. */
  long number(String groupId) {
    return numbers.getOrDefault(groupId, 0L);
  }

  /** Stores a group's newest list; to be called before anybody gets it. */
  void keep(String groupId, long number, byte[] list) {
    try {
      PrivateFiles.write(directory.resolve(groupId + LIST), list);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a revocation list in " + directory, e);
    }
    noteNumber(groupId, number);
  }

  void noteNumber(String groupId, long number) {
    numbers.merge(groupId, number, Math::max);
  }

  /** The list that was stored last. */
  Optional<byte[]> list(String groupId) {
    var file = directory.resolve(groupId + LIST);
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the revocation list " + file, e);
    }
  }

  /** Records that an account is no longer a member; to be called before that is acknowledged. */
  public synchronized void departed(String groupId, String account, String status, Instant time) {
    var line = String.join(" ", time.toString(), groupId, status, account) + "\n";
    var isNew = !Files.exists(departures);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(departures, APPEND, mode)) {
      var end = channel.size();
      try {
        append(channel, end, line);
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
      if (isNew) {
        PrivateFiles.syncNames(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + departures, e);
    }
  }

  private static void append(FileChannel channel, long end, String line) throws IOException {
    // Ends a line that a crash has cut off, so that it cannot spoil this one.
    var bytes = ByteBuffer.wrap(("\n" + line).getBytes(StandardCharsets.UTF_8));
    for (var at = end; bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
    channel.force(true);
  }

  /** All departures from groups, in order. */
  List<Departure> departures() {
    List<Departure> all = new ArrayList<>();
    try {
      if (Files.exists(departures)) {
        Files.readAllLines(departures).forEach(line -> read(line).ifPresent(all::add));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + departures, e);
    }
    return all;
  }

  private Optional<Departure> read(String line) {
    var fields = line.split(" ", FIELDS);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Departure(fields[1], fields[FIELDS - 1], fields[2], Instant.parse(fields[0])));
    } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
      LOG.warn("{} has a damaged line, which is left out: {}", departures, line);
      return Optional.empty();
    }
  }
}
