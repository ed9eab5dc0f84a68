// sqlite3 of the host keeps its promises on a share: with a rollback journal and with a write-ahead log.
namespace Qemu.Tests.Programs;

using System.IO;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;

public sealed class SqliteTests
{
    private const string Script = """
        create table fruit (id integer primary key, name text, price real);
        create index by_name on fruit (name);
        begin;
        with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 10000)
            insert into fruit select n, 'fruit ' || (n * 7919 % 10007), n * 1.5 from numbers;
        commit;
        update fruit set price = price + 1 where id % 3 = 0;
        delete from fruit where id % 10 = 0;
        begin;
        delete from fruit;
        rollback;
        pragma integrity_check;
        select count(*), sum(price), min(name), max(name) from fruit;
        """;

    [OracleTheory]
    [InlineData("delete")]
    [InlineData("truncate")]
    [InlineData("wal")]
    public void TenThousandRows(string mode)
    {
        using var oracle = new HostOracle(folder => File.WriteAllText(Path.Combine(folder, "script.sql"), $"pragma journal_mode={mode};\n{Script}"));
        oracle.AssertSame("/usr/bin/sqlite3", "-batch", "/tmp/fruit.db", ".read /tmp/script.sql");
        Assert.Equal("ok\n", HostProcess.Run("/usr/bin/sqlite3", [Path.Combine(oracle.GuestFolder, "fruit.db"), "pragma integrity_check"]).OutputText);
    }
}
