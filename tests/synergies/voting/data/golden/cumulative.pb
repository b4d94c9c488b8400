META
key;value
description;made up
country;France
unit;Pompey
instance;2026
num_projects;9
num_votes;13
budget;100.5
vote_type;cumulative
rule;equalshares/add1
max_sum_points;12
min_project_score_threshold;4
PROJECTS
project_id;cost;name
P/1;18;"Projet 0; « étape » ""0"""
P/2;25;"Projet 1; « étape » ""1"""
P/3;12;"Projet 2; « étape » ""2"""
P/4;44.5;"Projet 3; « étape » ""3"""
P/5;30;"Projet 4; « étape » ""4"""
P/6;30;"Projet 5; « étape » ""5"""
P/7;18;"Projet 6; « étape » ""6"""
P/8;12;"Projet 7; « étape » ""7"""
P/9;12;"Projet 8; « étape » ""8"""
VOTES
voter_id;vote;points;weight
1;P/7;3;1
2;P/4;3;1
3;P/3,P/2,P/9;2,1,3;1
4;P/3,P/5;3,3;1
5;P/7,P/4,P/2;2,3,1;1
6;P/1,P/5,P/8;3,1,1;2
7;P/5,P/7,P/4,P/2;2,3,2,1;1
8;P/8;3;1
9;P/6,P/3,P/9,P/2;1,3,1,1;1
10;P/6,P/7;3,1;1
11;P/2,P/1,P/6;2,3,1;1
12;P/3,P/5,P/4;1,1,3;1
13;;;1
