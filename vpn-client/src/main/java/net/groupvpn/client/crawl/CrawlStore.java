package net.groupvpn.client.crawl;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.survey.CrawlReport;
import net.groupvpn.overlay.survey.NodeCheck;
import net.groupvpn.overlay.survey.NodeCheck.State;
import org.h2.Driver;

/**
 * The last runs in an H2 file. The file is open only while a run is added, because a client rarely
 * crawls, and the file may be inspected in between. Not thread-safe; blocks.
 */
public final class CrawlStore {
  /** Runs kept; the oldest is dropped. */
  public static final int MAX_RUNS = 100;

  private static final String FILE = "crawl";
  private static final int CACHE_KILOBYTES = 1_024;
  private static final int HEX_DIGITS = 2 * NodeId.BYTES;
  private static final int MAX_LIST = 16 * (HEX_DIGITS + 1);

  private final Path directory;
  private final int maxRuns;

  /** Keeps {@code crawl.mv.db} in {@code directory}, which must exist. */
  public CrawlStore(Path directory) {
    this(directory, MAX_RUNS);
  }

  CrawlStore(Path directory, int maxRuns) {
    this.directory = directory;
    this.maxRuns = maxRuns;
  }

  /**
   * Adds a run.
   *
   * @param startedAt wall time
   * @return the run's number, and for each node that is wrong now the number of consecutive runs
   * @throws IOException if the file cannot be read or written
   */
  public CrawlHistory add(CrawlReport report, Instant startedAt) throws IOException {
    try (Connection connection = open()) {
      createTables(connection);
      connection.setAutoCommit(false);
      long run = addRun(connection, report, startedAt);
      Map<NodeId, Integer> wrong = addNodes(connection, run, report.nodes());
      forgetOldRuns(connection, run);
      connection.commit();
      return new CrawlHistory(run, countRuns(connection), wrong);
    } catch (SQLException e) {
      throw new IOException(
          "the results of the crawl cannot be kept in "
              + directory.resolve(FILE + ".mv.db")
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private Connection open() throws SQLException {
    String path = directory.resolve(FILE).toAbsolutePath().toString();
    if (path.indexOf(';') >= 0) {
      throw new SQLException("the directory's name must not have a semicolon");
    }
    // No exit hook: the connection is closed after every run.
    String url = "jdbc:h2:file:" + path + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    return new Driver().connect(url + ";CACHE_SIZE=" + CACHE_KILOBYTES, new Properties());
  }

  private static void createTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table if not exists crawl_run (run bigint generated always as identity primary"
              + " key, started_at timestamp with time zone not null, took_ms bigint not null,"
              + " questions int not null, missing_parts int not null)");
      statement.execute(
          "create table if not exists crawl_node (run bigint not null references crawl_run on"
              + " delete cascade, node char(40) not null, state varchar(8) not null, wrong_in_a_row"
              + " int not null, lacks varchar("
              + MAX_LIST
              + ") not null, ghosts varchar("
              + MAX_LIST
              + ") not null, primary key (node, run))");
    }
  }

  private static long addRun(Connection connection, CrawlReport report, Instant startedAt)
      throws SQLException {
    String sql =
        "insert into crawl_run (started_at, took_ms, questions, missing_parts) values (?, ?, ?, ?)";
    try (PreparedStatement insert =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      insert.setObject(1, startedAt.atOffset(ZoneOffset.UTC));
      insert.setLong(2, report.tookNanos() / 1_000_000);
      insert.setInt(3, report.questions());
      insert.setInt(4, report.unreached());
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private static Map<NodeId, Integer> addNodes(
      Connection connection, long run, List<NodeCheck> nodes) throws SQLException {
    Map<NodeId, Integer> wrong = new TreeMap<>();
    String sql =
        "insert into crawl_node (run, node, state, wrong_in_a_row, lacks, ghosts)"
            + " values (?, ?, ?, ?, ?, ?)";
    try (PreparedStatement before =
            connection.prepareStatement(
                "select wrong_in_a_row from crawl_node where node = ? order by run desc limit 1");
        PreparedStatement insert = connection.prepareStatement(sql)) {
      for (NodeCheck node : nodes) {
        int inARow = inARow(node.state(), wrongBefore(before, node.node()));
        if (node.state() == State.WRONG) {
          wrong.put(node.node(), inARow);
        }
        insert.setLong(1, run);
        insert.setString(2, node.node().toHex());
        insert.setString(3, node.state().name());
        insert.setInt(4, inARow);
        insert.setString(5, text(node.lacks()));
        insert.setString(6, text(node.ghosts()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return wrong;
  }

  /** A run in which a node could not be checked neither extends nor ends its sequence. */
  private static int inARow(State state, int before) {
    return switch (state) {
      case RIGHT -> 0;
      case WRONG -> before + 1;
      case JOINING, SILENT -> before;
    };
  }

  private static int wrongBefore(PreparedStatement before, NodeId node) throws SQLException {
    before.setString(1, node.toHex());
    try (ResultSet rows = before.executeQuery()) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static String text(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::toHex).collect(Collectors.joining(" "));
  }

  private void forgetOldRuns(Connection connection, long run) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from crawl_run where run <= ?")) {
      delete.setLong(1, run - maxRuns);
      delete.executeUpdate();
    }
  }

  private static int countRuns(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from crawl_run")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
